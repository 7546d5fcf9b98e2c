package dev.tidemark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T07:00:00Z, 2026-11-24T07:00:00Z",
    "2026-11-24t07:00:00z, 2026-11-24T07:00:00Z",
    "2026-11-24 07:00:00Z, 2026-11-24T07:00:00Z",
    "2026-11-24T07:00Z, 2026-11-24T07:00:00Z",
    "2022-04-04T18:52:00.6007809Z, 2022-04-04T18:52:00.600Z",
    "'2022-04-04T18:52:00,6Z', 2022-04-04T18:52:00.600Z",
    "2026-11-24T07:00:00+01:30, 2026-11-24T05:30:00Z",
    "2026-11-24T07:00:00-0130, 2026-11-24T08:30:00Z",
    "2026-11-24T07:00:00+01, 2026-11-24T06:00:00Z",
    "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
    "1697496020005, 2023-10-16T22:40:20.005Z",
    "1697496020005.9, 2023-10-16T22:40:20.005Z",
    "-1, 1969-12-31T23:59:59.999Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
  })
  void usualFormsAreRead(String text, Instant expected) {
    assertThat(Timestamps.parse(text)).isEqualTo(expected.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-24",
        "2026-11-24T07:00:00",
        "2026-11-24T07:00:00X",
        "2026-11-24T07:00:00Zjunk",
        "2026-13-24T07:00:00Z",
        "2023-02-29T00:00:00Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T07:60:00Z",
        "2026-11-24T07:00:61Z",
        "2026-11-24T07:00:00.Z",
        "2026-11-24T07:00:00+1:00",
        "2026-11-24T07:00:00+24:00",
        "0000-01-01T00:00:00Z",
        "2026-1x-24T07:00:00Z",
        "1e12",
        "99999999999999999999",
        "-",
        ".5",
        "2026-11-24T07:00:",
        "2026-11-24T07:00:0",
        "2026/11/24T07:00:00Z"
      })
  void anythingElseIsInvalid(String text) {
    assertThat(Timestamps.parse(text)).isEqualTo(Timestamps.INVALID);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithTheLibrary(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Instant instant =
          Instant.ofEpochMilli(random.nextLong(-62_135_596_800_000L, 253_402_300_799_999L));
      ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-17 * 60, 17 * 60) * 60);
      OffsetDateTime time = instant.atOffset(offset);
      if (time.getYear() >= 1 && time.getYear() <= 9999) {
        assertThat(Timestamps.parse(time.truncatedTo(ChronoUnit.MILLIS).toString()))
            .as("%s", time)
            .isEqualTo(instant.toEpochMilli());
      }
    }
  }
}

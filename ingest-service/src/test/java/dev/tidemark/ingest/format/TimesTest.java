package dev.tidemark.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "1772442900, 2026-03-02T09:15:00Z",
    "1772442900.125, 2026-03-02T09:15:00.125Z",
    "1772442900.1234567891, 2026-03-02T09:15:00.123456789Z",
    "1772442900125, 2026-03-02T09:15:00.125Z",
    "1772442900125.5, 2026-03-02T09:15:00.125500Z",
    "1772442900125001, 2026-03-02T09:15:00.125001Z",
    "1772442900125001002, 2026-03-02T09:15:00.125001002Z",
    "0.5, 1970-01-01T00:00:00.500Z",
    "2026-03-02T09:15Z, 2026-03-02T09:15:00Z",
    "2026-03-02T10:15:00.000001002+0100, 2026-03-02T09:15:00.000001002Z",
    "2026-03-02 10:15:00.5+01:00, 2026-03-02T09:15:00.500Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z"
  })
  void aMomentIsReadInWhateverUnit(String text, String expected) {
    assertThat(Times.text(Times.moment(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "x",
        "1.",
        "1.x",
        ".5",
        "99999999999999999999",
        "9223372036854775807",
        "2026-03-02 10:15:00.000000",
        "2500-01-01T00:00:00Z"
      })
  void whatIsNoMomentIsInvalid(String text) {
    assertThat(Times.moment(text)).isEqualTo(Times.INVALID);
  }

  @ParameterizedTest
  @CsvSource({"2.5, 2500000000", "0, 0", "1e-06, 1000", "0.0000000019, 1"})
  void lengthsAreSeconds(String text, long nanos) {
    assertThat(Times.seconds(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1e400", "NaN", "e", "-", "10000000000000000000"})
  void whatIsNoLengthIsInvalid(String text) {
    assertThat(Times.seconds(text)).isEqualTo(Times.INVALID);
  }
}

package dev.tidemark.baseline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpansTest {

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S,500ms",
    "90s,PT90S,90s",
    "900s,PT15M,15m",
    "60m,PT1H,1h",
    "24h,P1D,1d",
    "0m,PT0S,0s"
  })
  void aSpanIsReadAndWrittenInItsLargestUnit(String text, String length, String written) {
    assertThat(Spans.parse("/x", text)).isEqualTo(Duration.parse(length));
    assertThat(Spans.format(Duration.parse(length))).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15", "m", "-1m", "1.5h", "1 m", "9999999999s", "1w"})
  void anythingElseIsRefusedWithThePointer(String text) {
    assertThatThrownBy(() -> Spans.parse("/bucket_span", text))
        .isInstanceOfSatisfying(
            InvalidDefinition.class,
            fault -> assertThat(fault.pointer()).isEqualTo("/bucket_span"));
  }

  @Test
  void theShippedJobIsValid() {
    assertThat(ShippedJob.highCountNetworkEvents().bucketSpan().seconds()).isEqualTo(900);
  }
}

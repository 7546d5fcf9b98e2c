package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.BucketSpan;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** What every baseline promises of buckets that a person expected. */
class ExpectedBucketTest {

  private static final BucketSpan SPAN = BucketSpan.ofSeconds(900);

  @Test
  void aBucketThatWasExpectedIsExpectedMoreAWeekLater() {
    // Given
    Traffic traffic = new Traffic(5, SPAN.length(), 70);
    int learned = traffic.buckets(Duration.ofDays(28));
    int week = traffic.buckets(Duration.ofDays(7));
    Baseline taught = traffic.learned(learned);
    int expected = learned - week / 2;
    double before = taught.predict(traffic.start(expected + week)).typical();
    // When
    taught.expect(traffic.start(expected), 10 * traffic.expected(expected));
    // Then
    assertThat(taught.predict(traffic.start(expected + week)).typical()).isGreaterThan(before);
    Baseline decoded = Baselines.decode(taught.encode(), SPAN, ZoneId.of("UTC"));
    assertThat(decoded.predict(traffic.start(expected + week)))
        .isEqualTo(taught.predict(traffic.start(expected + week)));
  }

  @Test
  void aSeriesThatHasNotBegunStaysSoAndAWrongValueIsNamed() {
    Baseline baseline = Baselines.start(SPAN, ZoneId.of("UTC"));
    byte[] before = baseline.encode();
    // When
    baseline.expect(Traffic.MONDAY, 7);
    // Then
    assertThat(baseline.encode()).isEqualTo(before);
    assertThatThrownBy(() -> baseline.expect(Traffic.MONDAY, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}

package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BucketTest {

  private static final BucketSpan QUARTER = BucketSpan.ofSeconds(900);

  @Test
  void holdsItsStartButNotItsEnd() {
    Bucket bucket = Bucket.holding(Instant.parse("2026-03-01T10:14:59.999Z"), QUARTER);
    assertThat(bucket.start()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(bucket.end()).isEqualTo("2026-03-01T10:15:00Z");
    assertThat(Bucket.holding(bucket.end(), QUARTER)).isEqualTo(bucket.next());
  }

  @Test
  void alignsToTheEpochBefore1970Too() {
    assertThat(QUARTER.floor(-1)).isEqualTo(-900);
  }

  @Test
  void ceilingOfAnEdgeIsTheEdge() {
    Instant edge = Instant.parse("2026-03-01T10:15:00Z");
    assertThat(QUARTER.ceiling(edge)).isEqualTo(edge);
    assertThat(QUARTER.ceiling(edge.plusNanos(1))).isEqualTo(edge.plusSeconds(900));
  }

  @Test
  void refusesAStartBetweenEdges() {
    assertThatThrownBy(() -> new Bucket(Instant.parse("2026-03-01T10:07:00Z"), QUARTER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-03-01T10:07:00Z")
        .hasMessageContaining("PT15M");
  }

  @Test
  void refusesSpansOutOfRange() {
    assertThatThrownBy(() -> BucketSpan.ofSeconds(9)).hasMessageContaining("PT9S");
    assertThatThrownBy(() -> BucketSpan.ofSeconds(86_401)).hasMessageContaining("PT24H1S");
    assertThatThrownBy(() -> new BucketSpan(Duration.ofMillis(10_500)))
        .hasMessageContaining("whole seconds");
  }
}

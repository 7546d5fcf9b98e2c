package dev.tidemark.baseline.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HourOfArrivalsTest {

  private static final long HOUR_MS = 3_600_000;

  private final ShardStatistics statistics = new ShardStatistics(Map.of());

  @Test
  void theHourBeforeSaysWhichLatenessWouldHaveHeldNearlyAll() {
    // Given
    HourOfArrivals.count(statistics, 9_000, false, -500, HOUR_MS);
    HourOfArrivals.count(statistics, 980, false, 100_000, HOUR_MS + 1);
    HourOfArrivals.count(statistics, 15, true, 290_000, HOUR_MS + 2);
    HourOfArrivals.count(statistics, 5, true, 7_000_000, HOUR_MS + 3);
    // When
    HourOfArrivals.count(statistics, 1, false, 0, 2 * HOUR_MS);
    // Then
    assertThat(statistics.get("hour_before_events")).isEqualTo(10_000);
    assertThat(statistics.get("hour_before_late_events")).isEqualTo(20);
    assertThat(statistics.get("hour_before_lateness_999_s")).isEqualTo(512);
    assertThat(statistics.get("hour_events")).isEqualTo(1);
    assertThat(statistics.get("hour_late_events")).isZero();
  }

  @Test
  void anHourWithoutEventsKeepsTheOneBefore() {
    HourOfArrivals.count(statistics, 10, true, 5_000, HOUR_MS);
    HourOfArrivals.count(statistics, 20, false, 0, 9 * HOUR_MS);
    assertThat(statistics.get("hour_before_events")).isEqualTo(10);
    assertThat(statistics.get("hour_before_lateness_999_s")).isEqualTo(8);
  }
}

package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.BucketSpan;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSlotsTest {

  private static long at(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }

  @Test
  void weeksBeginOnMondayAtLocalMidnight() {
    // Given
    LocalSlots slots = new LocalSlots(BucketSpan.ofSeconds(900), ZoneId.of("America/New_York"));
    // When, Then: Monday 2026-03-02 00:00 is 05:00 UTC
    assertThat(slots.weekly(at("2026-03-02T05:00:00Z"))).isZero();
    assertThat(slots.weekly(at("2026-03-02T04:45:00Z"))).isEqualTo(671);
    assertThat(slots.daily(at("2026-03-02T17:15:00Z"))).isEqualTo(49);
    assertThat(slots.hour(at("2026-03-02T17:15:00Z"))).isEqualTo(12);
  }

  @Test
  void clockChangeMovesBucketsNotSlots() {
    // Given: clocks go forward on 2026-03-08, asked for out of order too
    LocalSlots slots = new LocalSlots(BucketSpan.ofSeconds(3_600), ZoneId.of("America/New_York"));
    // When, Then
    assertThat(slots.daily(at("2026-03-07T14:00:00Z"))).isEqualTo(9);
    assertThat(slots.daily(at("2026-03-08T13:00:00Z"))).isEqualTo(9);
    assertThat(slots.daily(at("2026-11-02T14:00:00Z"))).isEqualTo(9);
    assertThat(slots.daily(at("2026-03-07T14:00:00Z"))).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 47, 900, 1_000, 7_000, 43_200, 50_000, 86_400})
  void everyBucketHasItsSlots(long seconds) {
    // Given
    BucketSpan span = BucketSpan.ofSeconds(seconds);
    LocalSlots slots = new LocalSlots(span, ZoneId.of("Asia/Kathmandu"));
    long from = span.floor(at("1969-12-30T00:00:00Z"));
    // When, Then
    for (long start = from; start < from + 8 * 86_400; start += Math.max(seconds, 600)) {
      assertThat(slots.daily(start)).isBetween(0, LocalSlots.slotsPerDay(span) - 1);
      assertThat(slots.weekly(start)).isBetween(0, LocalSlots.slotsPerWeek(span) - 1);
      assertThat(slots.hour(start)).isBetween(0, 23);
    }
    assertThat(LocalSlots.slotsPerWeek(span)).isBetween(7, 672);
  }
}

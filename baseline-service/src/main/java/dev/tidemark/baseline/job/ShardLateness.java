package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How late a shard's events were in the last full hour of append time that had any.
 *
 * @param events how many there were
 * @param late how many came after their bucket was closed
 * @param holds999 the allowed lateness that would have held 99.9 % of them; null if not known
 */
record ShardLateness(long events, long late, @Nullable Duration holds999) {

  /** What counters of an hour begin with. */
  static final String HOUR = "hour_";

  /** Reads it from a shard's counters; nothing late where they do not say. */
  static ShardLateness of(JsonNode statistics) {
    JsonNode quantile = statistics.path("hour_before_lateness_999_s");
    return new ShardLateness(
        statistics.path("hour_before_events").asLong(),
        statistics.path("hour_before_late_events").asLong(),
        quantile.isNumber() ? Duration.ofSeconds(quantile.asLong()) : null);
  }
}

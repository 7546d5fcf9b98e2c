package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How late a shard's events of the last hour were.
 *
 * @param events how many there were
 * @param late how many came after their bucket was closed
 * @param holds999 the allowed lateness that would have held 99.9 % of them; null if not known
 */
record ShardLateness(long events, long late, @Nullable Duration holds999) {

  /** Reads it from a shard's counters; nothing late where they do not say. */
  static ShardLateness of(JsonNode statistics) {
    JsonNode hour = statistics.path("last_hour");
    JsonNode quantile = hour.path("lateness_999_s");
    return new ShardLateness(
        hour.path("events").asLong(),
        hour.path("late").asLong(),
        quantile.isNumber() ? Duration.ofSeconds(quantile.asLong()) : null);
  }
}

package dev.tidemark.baseline.bucket;

import java.util.Map;
import java.util.TreeMap;

/**
 * A shard's counters, for people: stored as JSON in {@code shard.statistics}. Keys: {@code events},
 * {@code late_events}, {@code buckets}, {@code gaps}, {@code records}, {@code interim_records},
 * {@code duplicate_parts}, {@code last_append_ms}, {@code dropped_REASON}, and those of {@link
 * HourOfArrivals}.
 */
public final class ShardStatistics {

  private final Map<String, Long> counters;

  /** Counters as they were stored. */
  public ShardStatistics(Map<String, Long> counters) {
    this.counters = new TreeMap<>(counters);
  }

  /** Adds to a counter. */
  public void add(String name, long amount) {
    counters.merge(name, amount, Long::sum);
  }

  /** Sets a counter. */
  public void set(String name, long value) {
    counters.put(name, value);
  }

  /** A counter; 0 when it was never set. */
  long get(String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** Forgets a counter. */
  void remove(String name) {
    counters.remove(name);
  }

  /** All counters by name; to be read only. */
  public Map<String, Long> counters() {
    return counters;
  }
}

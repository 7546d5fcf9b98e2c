package dev.tidemark.baseline.bucket;

/**
 * How late the live events of one hour of append time came, in a shard's counters: {@code
 * hour_start_ms}, {@code hour_events}, {@code hour_late_events} and {@code hour_lateness_N} (events
 * that came at most 2^(N-1) seconds after the end of their bucket; N = 0: not after it) of the
 * running hour; {@code hour_before_events}, {@code hour_before_late_events} and {@code
 * hour_before_lateness_999_s} (seconds of lateness that would have held 99.9 %) of the one before
 * that had events.
 */
final class HourOfArrivals {

  private static final long HOUR_MS = 3_600_000;

  /** The last slot ends after 97 days. */
  private static final int SLOTS = 24;

  private static final String START = "hour_start_ms";
  private static final String EVENTS = "hour_events";
  private static final String LATE = "hour_late_events";
  private static final String SLOT = "hour_lateness_";

  private HourOfArrivals() {}

  /**
   * Counts events of one bucket.
   *
   * @param events how many
   * @param late whether their bucket was closed
   * @param afterEndMs how long after their bucket's end they were appended; negative: before it
   * @param appendMs append time, milliseconds since the epoch
   */
  static void count(
      ShardStatistics statistics, long events, boolean late, long afterEndMs, long appendMs) {
    long start = Math.floorDiv(appendMs, HOUR_MS) * HOUR_MS;
    if (start > statistics.get(START)) {
      begin(statistics, start);
    }
    statistics.add(EVENTS, events);
    statistics.add(LATE, late ? events : 0);
    statistics.add(SLOT + slot(afterEndMs), events);
  }

  private static void begin(ShardStatistics statistics, long start) {
    if (statistics.get(EVENTS) > 0) {
      statistics.set("hour_before_events", statistics.get(EVENTS));
      statistics.set("hour_before_late_events", statistics.get(LATE));
      statistics.set("hour_before_lateness_999_s", holding999(statistics));
    }
    statistics.set(START, start);
    statistics.set(EVENTS, 0);
    statistics.set(LATE, 0);
    for (int slot = 0; slot < SLOTS; slot++) {
      statistics.remove(SLOT + slot);
    }
  }

  private static long holding999(ShardStatistics statistics) {
    long events = statistics.get(EVENTS);
    long held = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      held += statistics.get(SLOT + slot);
      if (held * 1_000 >= events * 999) {
        return seconds(slot);
      }
    }
    return seconds(SLOTS - 1);
  }

  private static long seconds(int slot) {
    return slot == 0 ? 0 : 1L << (slot - 1);
  }

  private static int slot(long afterEndMs) {
    int slot = 0;
    while (slot < SLOTS - 1 && afterEndMs > seconds(slot) * 1_000) {
      slot++;
    }
    return slot;
  }
}

package dev.tidemark.ingest.event;

/**
 * Which event times can be used at one moment.
 *
 * @param minMillis earliest, milliseconds since the epoch, inclusive
 * @param maxMillis latest, milliseconds since the epoch, inclusive
 */
public record TimeBounds(long minMillis, long maxMillis) {

  /** Bounds of live events. */
  public static TimeBounds live(long nowMillis, InputLimits limits) {
    return new TimeBounds(
        nowMillis - limits.repairWindow().toMillis(), nowMillis + limits.maxFuture().toMillis());
  }

  /** Bounds of a backfill's events: nothing is too old. */
  public static TimeBounds history(long nowMillis, InputLimits limits) {
    return new TimeBounds(Long.MIN_VALUE, nowMillis + limits.maxFuture().toMillis());
  }
}

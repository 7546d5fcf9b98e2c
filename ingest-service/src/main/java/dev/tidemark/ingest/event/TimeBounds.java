package dev.tidemark.ingest.event;

/**
 * Which event times can be used at one moment.
 *
 * @param minMillis earliest, milliseconds since the epoch, inclusive
 * @param maxMillis latest, milliseconds since the epoch, inclusive
 * @param arrivalMillis time of an event that has none of its own, milliseconds since the epoch;
 *     {@link #NO_ARRIVAL}: there is no saying
 */
public record TimeBounds(long minMillis, long maxMillis, long arrivalMillis) {

  /** When the time of arrival says nothing about when an event happened. */
  public static final long NO_ARRIVAL = Long.MIN_VALUE;

  /** Bounds for events that have times of their own. */
  public TimeBounds(long minMillis, long maxMillis) {
    this(minMillis, maxMillis, NO_ARRIVAL);
  }

  /** Bounds of live events. */
  public static TimeBounds live(long nowMillis, InputLimits limits) {
    return new TimeBounds(
        nowMillis - limits.repairWindow().toMillis(),
        nowMillis + limits.maxFuture().toMillis(),
        nowMillis);
  }

  /** Bounds of a backfill's events: nothing is too old. */
  public static TimeBounds history(long nowMillis, InputLimits limits) {
    return new TimeBounds(Long.MIN_VALUE, nowMillis + limits.maxFuture().toMillis());
  }
}

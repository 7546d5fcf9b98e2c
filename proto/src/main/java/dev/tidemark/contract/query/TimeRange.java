package dev.tidemark.contract.query;

import java.util.function.ToLongFunction;

/**
 * The value is a time within bounds.
 *
 * @param times reads a time
 * @param minMillis earliest, milliseconds since the epoch, inclusive
 * @param maxMillis latest, inclusive
 */
record TimeRange(ToLongFunction<String> times, long minMillis, long maxMillis)
    implements ValueMatcher {

  static TimeRange of(Condition.Range range, ToLongFunction<String> times) {
    Bound lower = range.lower();
    Bound upper = range.upper();
    return new TimeRange(
        times,
        lower == null ? Long.MIN_VALUE : lower.millis() + (lower.inclusive() ? 0 : 1),
        upper == null ? Long.MAX_VALUE : upper.millis() - (upper.inclusive() ? 0 : 1));
  }

  @Override
  public boolean fits(String value, AddressReader reader) {
    long millis = times.applyAsLong(value);
    return millis != NO_TIME && millis >= minMillis && millis <= maxMillis;
  }
}

package dev.tidemark.contract.query;

import java.util.function.ToLongFunction;

/**
 * How one value of a field is compared: made once and then asked often. Values are texts; numbers
 * and booleans are in their JSON form. Immutable.
 *
 * <ul>
 *   <li>A text is the same as itself. A whole number is also the same as itself with a fraction of
 *       zero ({@code 443} and {@code 443.0}): some agents write every number as a float. No other
 *       forms of a number are the same: {@code 1.1} and {@code 1.10} may be versions.
 *   <li>An IP address is the same however it is written ({@code 2001:DB8::1} and {@code
 *       2001:db8:0::1}), in any field: agents name fields that hold addresses as they like.
 *   <li>A range of numbers takes every value that is a number, compared exactly; a range of times
 *       takes RFC 3339 and milliseconds since the epoch, to the millisecond.
 *   <li>A value of another kind than is asked for does not fit, and never is a fault.
 * </ul>
 */
public sealed interface ValueMatcher
    permits TermsMatcher, NumberRange, TimeRange, GlobMatcher, NetworkMatcher {

  /** What a reader of times answers for a text that is no time. */
  long NO_TIME = Long.MIN_VALUE;

  /**
   * Whether a value fits.
   *
   * @param reader scratch; its address is another one afterwards
   */
  boolean fits(String value, AddressReader reader);

  /**
   * The matcher of a condition's values.
   *
   * @param times reads a time: milliseconds since the epoch, or {@link #NO_TIME}
   * @throws IllegalArgumentException for {@link Condition.Exists}, which asks nothing of a value
   */
  static ValueMatcher of(Condition.Leaf leaf, ToLongFunction<String> times) {
    return switch (leaf) {
      case Condition.Terms terms -> TermsMatcher.of(terms.values());
      case Condition.Range range ->
          range.isTime() ? TimeRange.of(range, times) : NumberRange.of(range);
      case Condition.Wildcard wildcard -> new GlobMatcher(Glob.of(wildcard.pattern()));
      case Condition.Cidr cidr -> new NetworkMatcher(cidr.network());
      case Condition.Exists exists ->
          throw new IllegalArgumentException("any value of " + exists.field() + " fits");
    };
  }
}

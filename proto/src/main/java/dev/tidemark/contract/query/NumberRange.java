package dev.tidemark.contract.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The value is a number within bounds. Whole numbers, the usual ones, are read without objects. */
public final class NumberRange implements ValueMatcher {

  /** What {@link #whole} answers for a text that is not a whole number, or a very large one. */
  public static final long NOT_WHOLE = Long.MIN_VALUE;

  private static final int MAX_DIGITS = 18;

  private final @Nullable Bound lower;
  private final @Nullable Bound upper;
  private final @Nullable BigDecimal least;
  private final @Nullable BigDecimal greatest;

  /** The whole numbers that fit. */
  private final long min;

  private final long max;

  private NumberRange(@Nullable Bound lower, @Nullable Bound upper) {
    this.lower = lower;
    this.upper = upper;
    least = lower == null ? null : lower.number();
    greatest = upper == null ? null : upper.number();
    min = least == null ? Long.MIN_VALUE : whole(least, RoundingMode.CEILING, lower, 1);
    max = greatest == null ? Long.MAX_VALUE : whole(greatest, RoundingMode.FLOOR, upper, -1);
  }

  static NumberRange of(Condition.Range range) {
    return new NumberRange(range.lower(), range.upper());
  }

  /** The first whole number inside; beyond what is read without objects, any number beyond. */
  private static long whole(BigDecimal bound, RoundingMode inwards, @Nullable Bound end, int step) {
    BigInteger first = bound.setScale(0, inwards).toBigInteger();
    boolean open = end != null && !end.inclusive();
    if (open && bound.compareTo(new BigDecimal(first)) == 0) {
      first = first.add(BigInteger.valueOf(step));
    }
    if (first.bitLength() < Long.SIZE) {
      return first.longValueExact();
    }
    return first.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  @Override
  public boolean fits(String value, AddressReader reader) {
    return fits(value, whole(value));
  }

  /**
   * Whether a value fits that was read already.
   *
   * @param whole what {@link #whole} answered for it
   */
  public boolean fits(String value, long whole) {
    return whole == NOT_WHOLE ? other(value) : whole >= min && whole <= max;
  }

  /** Reads a whole number of at most 18 digits; otherwise {@link #NOT_WHOLE}. */
  public static long whole(String value) {
    int length = value.length();
    int from = length > 0 && value.charAt(0) == '-' ? 1 : 0;
    if (length == from || length - from > MAX_DIGITS) {
      return NOT_WHOLE;
    }
    long number = 0;
    for (int i = from; i < length; i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NOT_WHOLE;
      }
      number = number * 10 + digit;
    }
    return from == 1 ? -number : number;
  }

  /** Numbers that are not whole, or very large. */
  private boolean other(String value) {
    BigDecimal number = Bound.number(value);
    if (number == null) {
      return false;
    }
    return reaches(least, number, lower) && reaches(number, greatest, upper);
  }

  /** Whether two numbers stand in order, one of them an end of the range; null: no end. */
  private static boolean reaches(
      @Nullable BigDecimal smaller, @Nullable BigDecimal larger, @Nullable Bound end) {
    if (end == null || smaller == null || larger == null) {
      return true;
    }
    int order = smaller.compareTo(larger);
    return end.inclusive() ? order <= 0 : order < 0;
  }
}

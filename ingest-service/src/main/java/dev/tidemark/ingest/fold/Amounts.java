package dev.tidemark.ingest.fold;

import dev.tidemark.ingest.event.EcsEvent;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Whole numbers from 0 on, as the values of measured fields must be: their sums are exact. */
final class Amounts {

  /** Largest amount of one value: a double holds it exactly. */
  static final long MAX = 1L << 53;

  private static final int MAX_DIGITS = 15;
  private static final int MAX_LENGTH = 64;
  private static final BigDecimal LARGEST = BigDecimal.valueOf(MAX);

  private Amounts() {}

  /** What {@link #parse} answers for a value that is no amount. */
  static final long UNUSABLE = -1;

  /** Reads a value: the amount, or {@link #UNUSABLE}. */
  static long parse(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_DIGITS) {
      return unusual(text);
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return unusual(text);
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /** Numbers that are not plain digits, such as 1.5e3. */
  private static long unusual(String text) {
    if (fault(text) != null) {
      return UNUSABLE;
    }
    BigDecimal number = new BigDecimal(text);
    return number.signum() == 0 ? 0 : number.longValueExact();
  }

  /** Why a value is no amount; null: it is one. */
  static @Nullable SkipReason fault(String text) {
    if (text.length() > MAX_LENGTH) {
      return SkipReason.NOT_A_NUMBER;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException notNumeric) {
      return SkipReason.NOT_A_NUMBER;
    }
    if (number.signum() < 0) {
      return SkipReason.NEGATIVE_AMOUNT;
    }
    if (number.compareTo(LARGEST) > 0) {
      return SkipReason.TOO_LARGE_AMOUNT;
    }
    boolean fractional = number.signum() > 0 && number.stripTrailingZeros().scale() > 0;
    return fractional ? SkipReason.FRACTIONAL_AMOUNT : null;
  }

  /** Sum over a field's values, at most {@link #MAX}; {@link #UNUSABLE} if one is no amount. */
  static long sum(EcsEvent event, int slot) {
    long total = 0;
    int count = event.count(slot);
    for (int i = 0; i < count; i++) {
      long value = parse(event.value(slot, i));
      if (value < 0) {
        return value;
      }
      total = Math.min(MAX, total + value);
    }
    return total;
  }
}

package dev.tidemark.contract.query;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One end of a range.
 *
 * @param text a number as JSON writes it, or an RFC 3339 time with an offset
 * @param inclusive whether the end itself lies in the range
 */
public record Bound(String text, boolean inclusive) {

  private static final int MAX_LENGTH = 64;
  private static final int MAX_SCALE = 400;

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it is neither a number nor a time; the message says so
   */
  public Bound {
    if (number(text) == null && millis(text) == null) {
      throw new IllegalArgumentException(
          "'"
              + shortened(text)
              + "' is no bound of a range: that is a number, or a time with an offset such as"
              + " \"2026-03-01T00:00:00Z\" (for addresses, ask for a network such as 10.0.0.0/8)");
    }
  }

  /** Whether it is a time. */
  public boolean isTime() {
    return number(text) == null;
  }

  /** The number; only if it is one. */
  BigDecimal number() {
    BigDecimal number = number(text);
    if (number == null) {
      throw new IllegalStateException(text + " is a time");
    }
    return number;
  }

  /** The time in milliseconds since the epoch, rounded down; only if it is one. */
  long millis() {
    Long millis = millis(text);
    if (millis == null) {
      throw new IllegalStateException(text + " is no time");
    }
    return millis;
  }

  /** Reads a number; null: it is none, or so large or small that nothing is. */
  static @Nullable BigDecimal number(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !isNumeric(text)) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      long magnitude = (long) number.precision() - number.scale();
      boolean sane = Math.abs((long) number.scale()) <= MAX_SCALE && magnitude <= MAX_SCALE;
      return sane ? number : null;
    } catch (NumberFormatException notNumeric) {
      return null;
    }
  }

  /** BigDecimal also takes digits of other scripts. */
  private static boolean isNumeric(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Long millis(String text) {
    if (text.length() > MAX_LENGTH || text.isEmpty() || text.charAt(0) < '0') {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException notTime) {
      return null;
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
  }
}

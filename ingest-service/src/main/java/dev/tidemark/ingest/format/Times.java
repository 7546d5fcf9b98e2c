package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.Timestamps;
import java.time.Instant;

/** Moments and lengths of time as nanoseconds. */
final class Times {

  /** Answer for a text that is no time. */
  static final long INVALID = Long.MIN_VALUE;

  static final long NANOS_PER_SECOND = 1_000_000_000L;
  static final long NANOS_PER_MILLI = 1_000_000L;

  private static final int MIN_DATE = 16;
  private static final int FRACTION_AT = 19;
  private static final int NANO_DIGITS = 9;
  private static final long MAX_SECONDS = 100_000_000_000L;
  private static final long MAX_MILLIS = MAX_SECONDS * 1_000L;
  private static final long MAX_MICROS = MAX_MILLIS * 1_000L;

  private Times() {}

  /**
   * A moment: RFC 3339 with an offset, or a number of seconds, milliseconds, microseconds or
   * nanoseconds since the epoch, which its size tells.
   *
   * @return nanoseconds since the epoch, or {@link #INVALID}
   */
  static long moment(String text) {
    if (text.length() > MIN_DATE && text.charAt(4) == '-') {
      return date(text);
    }
    int point = text.indexOf('.');
    long whole = digits(text, 0, point < 0 ? text.length() : point);
    if (whole < 0) {
      return INVALID;
    }
    if (whole >= MAX_SECONDS) {
      return whole < MAX_MILLIS ? scaled(whole, text, point, NANOS_PER_MILLI) : small(whole);
    }
    return scaled(whole, text, point, NANOS_PER_SECOND);
  }

  private static long small(long whole) {
    return whole < MAX_MICROS ? checked(whole, 1_000L) : whole;
  }

  /**
   * A length of time in seconds, perhaps with a fraction.
   *
   * @return nanoseconds, or {@link #INVALID}
   */
  static long seconds(String text) {
    int point = text.indexOf('.');
    long whole = digits(text, 0, point < 0 ? text.length() : point);
    return whole < 0 ? exponential(text) : scaled(whole, text, point, NANOS_PER_SECOND);
  }

  /** Zeek prints very short times as 1e-06. */
  private static long exponential(String text) {
    if (text.length() > 32 || (text.indexOf('e') < 0 && text.indexOf('E') < 0)) {
      return INVALID;
    }
    try {
      double seconds = Double.parseDouble(text);
      return seconds >= 0 && seconds < MAX_SECONDS / 100.0
          ? Math.round(seconds * NANOS_PER_SECOND)
          : INVALID;
    } catch (NumberFormatException notNumeric) {
      return INVALID;
    }
  }

  private static long date(String text) {
    long millis = Timestamps.parseRfc3339(text);
    if (millis == Timestamps.INVALID) {
      return INVALID;
    }
    long nanos = checked(millis, NANOS_PER_MILLI);
    char point = text.length() > FRACTION_AT ? text.charAt(FRACTION_AT) : 'Z';
    boolean fractional = point == '.' || point == ',';
    return nanos == INVALID || !fractional
        ? nanos
        : nanos + fraction(text, FRACTION_AT) % NANOS_PER_MILLI;
  }

  /** What follows a decimal point, in billionths; digits beyond are cut off. */
  private static long fraction(String text, int point) {
    long value = 0;
    int at = point + 1;
    for (int i = 0; i < NANO_DIGITS; i++, at++) {
      boolean digit = at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
      value = value * 10 + (digit ? text.charAt(at) - '0' : 0);
      if (!digit) {
        at = text.length();
      }
    }
    return value;
  }

  private static long scaled(long whole, String text, int point, long unit) {
    long nanos = checked(whole, unit);
    if (point < 0 || nanos == INVALID) {
      return nanos;
    }
    if (point + 1 < text.length() && digitsOnly(text, point + 1)) {
      return nanos + fraction(text, point) / (NANOS_PER_SECOND / unit);
    }
    return INVALID;
  }

  private static long checked(long value, long unit) {
    return Math.multiplyHigh(value, unit) == (value < 0 ? -1 : 0)
            && (value * unit >= 0) == (value >= 0)
        ? value * unit
        : INVALID;
  }

  private static boolean digitsOnly(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** A whole number from 0 on; -1: it is none, or has more than 18 digits and is too long. */
  static long digits(String text, int from, int to) {
    if (to <= from || to - from > 19) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || value > Long.MAX_VALUE / 10 - 1) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /** Milliseconds of a moment, rounded down. */
  static long millis(long nanos) {
    return Math.floorDiv(nanos, NANOS_PER_MILLI);
  }

  /** A moment as ECS writes it. */
  static String text(long nanos) {
    return Instant.ofEpochSecond(
            Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND))
        .toString();
  }
}

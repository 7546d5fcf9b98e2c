package dev.tidemark.ingest.event;

import java.time.LocalDate;

/**
 * Times as events carry them: RFC 3339 (also with an offset without a colon or of hours only, a
 * blank for the T, any number of fraction digits), or milliseconds since the epoch. A time without
 * an offset is refused: whose local time it is, nobody can know.
 */
public final class Timestamps {

  /** What {@link #parse} answers for a text that is not a time. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final long MIN_MILLIS = -62_135_596_800_000L; // 0001-01-01T00:00:00Z
  private static final long MAX_MILLIS = 253_402_300_799_999L; // 9999-12-31T23:59:59.999Z
  private static final int SECONDS_AT = 16;
  private static final int MILLIS_DIGITS = 3;
  private static final int MAX_MILLIS_DIGITS = 15;

  private Timestamps() {}

  /**
   * Reads a time.
   *
   * @return milliseconds since the epoch, rounded down, or {@link #INVALID}
   */
  public static long parse(String text) {
    long millis = looksLikeDate(text) ? rfc3339(text) : epochMillis(text);
    return millis < MIN_MILLIS || millis > MAX_MILLIS ? INVALID : millis;
  }

  /**
   * Reads a time that must be RFC 3339.
   *
   * @return milliseconds since the epoch, rounded down, or {@link #INVALID}
   */
  public static long parseRfc3339(String text) {
    return looksLikeDate(text) ? parse(text) : INVALID;
  }

  private static boolean looksLikeDate(String text) {
    return text.length() > SECONDS_AT && text.charAt(4) == '-' && text.charAt(7) == '-';
  }

  /** {@code 2026-11-24T07:00[:00[.123456]]Z}: positions are fixed as far as the minutes. */
  private static long rfc3339(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    char separator = text.charAt(10);
    boolean shaped =
        (separator == 'T' || separator == 't' || separator == ' ') && text.charAt(13) == ':';
    boolean dated = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days(year, month);
    if (!shaped || !dated || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return INVALID;
    }
    long minutes = (epochDay(year, month, day) * 24 + hour) * 60 + minute;
    return secondsAndOffset(text, minutes);
  }

  private static long secondsAndOffset(String text, long minutes) {
    int at = SECONDS_AT;
    int second = 0;
    int millis = 0;
    if (text.charAt(at) == ':') {
      second = number(text, at + 1, at + 3);
      at += 3;
      if (second < 0 || second > 60) { // 60: a leap second
        return INVALID;
      }
      if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
        int end = digitsEnd(text, at + 1);
        millis = fraction(text, at + 1, end);
        at = end;
      }
    }
    int offset = offsetMinutes(text, at);
    if (millis < 0 || offset == Integer.MIN_VALUE) {
      return INVALID;
    }
    return ((minutes - offset) * 60 + second) * 1000 + millis;
  }

  /** Z, +01:30, +0130 or +01, up to the end of the text; otherwise MIN_VALUE. */
  private static int offsetMinutes(String text, int at) {
    int length = text.length() - at;
    if (length == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
      return 0;
    }
    if (length < 3 || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
      return Integer.MIN_VALUE;
    }
    int hours = number(text, at + 1, at + 3);
    int minutes =
        switch (length) {
          case 3 -> 0;
          case 5 -> number(text, at + 3, at + 5);
          case 6 -> text.charAt(at + 3) == ':' ? number(text, at + 4, at + 6) : -1;
          default -> -1;
        };
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int offset = hours * 60 + minutes;
    return text.charAt(at) == '-' ? -offset : offset;
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int fraction(String text, int from, int to) {
    if (to == from) {
      return -1;
    }
    int millis = 0;
    for (int i = 0; i < MILLIS_DIGITS; i++) {
      millis = millis * 10 + (from + i < to ? text.charAt(from + i) - '0' : 0);
    }
    return millis;
  }

  /** Whole milliseconds; a fraction of one is cut off. */
  private static long epochMillis(String text) {
    boolean negative = text.startsWith("-");
    int from = negative ? 1 : 0;
    int end = digitsEnd(text, from);
    boolean whole = end == text.length();
    boolean fractional =
        !whole && text.charAt(end) == '.' && digitsEnd(text, end + 1) == text.length();
    if (end == from || end - from > MAX_MILLIS_DIGITS || !(whole || fractional)) {
      return INVALID;
    }
    long millis = 0;
    for (int i = from; i < end; i++) {
      millis = millis * 10 + (text.charAt(i) - '0');
    }
    return negative ? -millis : millis;
  }

  private static int number(String text, int from, int to) {
    if (to > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int days(int year, int month) {
    return switch (month) {
      case 2 -> isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static long epochDay(int year, int month, int day) {
    return LocalDate.of(year, month, day).toEpochDay();
  }
}

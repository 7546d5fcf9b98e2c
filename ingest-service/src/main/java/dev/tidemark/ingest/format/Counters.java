package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Arithmetic with what sources count. What is no number stays as it is, and jobs say so. */
final class Counters {

  private static final int MAX_DIGITS = 15;
  private static final int MAX_LENGTH = 32;
  private static final int MAX_SCALE = 32;
  private static final long LARGEST = 1L << 53;

  private Counters() {}

  /** A whole number from 0 on, or -1. */
  static long whole(@Nullable String text) {
    return text == null || text.length() > MAX_DIGITS ? -1 : Times.digits(text, 0, text.length());
  }

  /** A sampling rate; 1 when it is not told, zero, or no number. */
  static long rate(@Nullable String text) {
    return Math.max(1, whole(text));
  }

  /** Multiplies all values of a field. */
  static void multiply(EcsEvent event, int slot, long rate) {
    if (rate <= 1 || slot == Slots.NONE || event.value(slot) == null) {
      return;
    }
    int count = event.count(slot);
    String[] products = new String[count];
    for (int i = 0; i < count; i++) {
      products[i] = product(event.value(slot, i), rate);
    }
    event.set(slot, products[0]);
    for (int i = 1; i < count; i++) {
      event.add(slot, products[i]);
    }
  }

  private static String product(String text, long rate) {
    long value = whole(text);
    if (value >= 0 && Math.multiplyHigh(value, rate) == 0 && value * rate >= 0) {
      return Long.toString(value * rate);
    }
    BigDecimal number = decimal(text);
    return number == null ? text : number.multiply(BigDecimal.valueOf(rate)).toPlainString();
  }

  private static @Nullable BigDecimal decimal(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs(number.scale()) > MAX_SCALE ? null : number;
    } catch (NumberFormatException notNumeric) {
      return null;
    }
  }

  /** Sets a field to the sum of two others; left out when neither has a usable value. */
  static void sum(EcsEvent event, int one, int other, int target) {
    if (target == Slots.NONE) {
      return;
    }
    long first = total(event, one);
    long second = total(event, other);
    if (first >= 0 || second >= 0) {
      event.set(target, Long.toString(Math.min(LARGEST, Math.max(0, first) + Math.max(0, second))));
    }
  }

  private static long total(EcsEvent event, int slot) {
    if (slot == Slots.NONE || event.value(slot) == null) {
      return -1;
    }
    long total = 0;
    for (int i = 0; i < event.count(slot); i++) {
      long value = whole(event.value(slot, i));
      if (value < 0) {
        return -1;
      }
      total = Math.min(LARGEST, total + value);
    }
    return total;
  }
}

package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Zeek's TSV: lines that begin with # tell how the rows below them are to be read. What a row has
 * of columns that nobody needs never becomes text.
 */
final class ZeekLines {

  private static final byte[] NONE = {};
  private static final byte TAB = '\t';
  private static final byte COMMA = ',';

  private final FieldTable fields;
  private final int pathSlot;
  private byte separator = TAB;
  private byte[] setSeparator = {COMMA};
  private byte[] emptyField = ascii("(empty)");
  private byte[] unsetField = {'-'};
  private String path = "";
  private int[] slots = {};
  private boolean[] sets = {};
  private int headers;

  ZeekLines(FieldTable fields) {
    this.fields = fields;
    pathSlot = fields.slot(ZeekMapping.PATH);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** How often columns were named. */
  int headers() {
    return headers;
  }

  int columns() {
    return slots.length;
  }

  /** Takes a line that begins with #; false: it is none of Zeek's. */
  boolean header(byte[] buffer, int from, int to) {
    int end = wordEnd(buffer, from, to);
    String word = text(buffer, from, end);
    int value = Math.min(end + 1, to);
    switch (word) {
      case "#separator" -> {
        byte[] given = unescaped(buffer, value, to);
        separator = given.length > 0 ? given[0] : TAB;
      }
      case "#set_separator" -> setSeparator = unescaped(buffer, value, to);
      case "#empty_field" -> emptyField = Arrays.copyOfRange(buffer, value, to);
      case "#unset_field" -> unsetField = Arrays.copyOfRange(buffer, value, to);
      case "#path" -> path = text(buffer, value, to);
      case "#fields" -> columns(buffer, value, to);
      case "#types" -> types(buffer, value, to);
      case "#open", "#close" -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A header's word ends with the separator, which the first header itself can't use. */
  private int wordEnd(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && buffer[at] != separator && buffer[at] != ' ') {
      at++;
    }
    return at;
  }

  private void columns(byte[] buffer, int from, int to) {
    headers++;
    int count = count(buffer, from, to);
    slots = new int[count];
    sets = new boolean[count];
    int at = from;
    for (int i = 0; i < count; i++) {
      int end = cellEnd(buffer, at, to);
      String name = text(buffer, at, end);
      slots[i] = fields.has(name) ? fields.slot(name) : Slots.NONE;
      at = end + 1;
    }
  }

  private void types(byte[] buffer, int from, int to) {
    int at = from;
    for (int i = 0; i < sets.length && at < to; i++) {
      int end = cellEnd(buffer, at, to);
      String type = text(buffer, at, end);
      sets[i] = type.startsWith("set[") || type.startsWith("vector[");
      at = end + 1;
    }
  }

  boolean isRow(byte[] buffer, int from, int to) {
    return count(buffer, from, to) == slots.length;
  }

  private int count(byte[] buffer, int from, int to) {
    int count = 1;
    for (int at = from; at < to; at++) {
      if (buffer[at] == separator) {
        count++;
      }
    }
    return count;
  }

  private int cellEnd(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && buffer[at] != separator) {
      at++;
    }
    return at;
  }

  /** Puts a row's cells into the slots of its columns. */
  void read(byte[] buffer, int from, int to, EcsEvent event) {
    int at = from;
    for (int i = 0; i < slots.length; i++) {
      int end = cellEnd(buffer, at, to);
      if (slots[i] != Slots.NONE && isSet(buffer, at, end)) {
        if (sets[i]) {
          elements(buffer, at, end, slots[i], event);
        } else {
          event.set(slots[i], cell(buffer, at, end));
        }
      }
      at = end + 1;
    }
    if (!path.isEmpty()) {
      event.set(pathSlot, path);
    }
  }

  private boolean isSet(byte[] buffer, int from, int to) {
    return !Arrays.equals(buffer, from, to, unsetField, 0, unsetField.length)
        && !Arrays.equals(buffer, from, to, emptyField, 0, emptyField.length);
  }

  private void elements(byte[] buffer, int from, int to, int slot, EcsEvent event) {
    byte between = setSeparator.length > 0 ? setSeparator[0] : COMMA;
    int at = from;
    while (at <= to) {
      int end = at;
      while (end < to && buffer[end] != between) {
        end++;
      }
      if (isSet(buffer, at, end)) {
        event.add(slot, cell(buffer, at, end));
      }
      at = end + 1;
    }
  }

  private static String cell(byte[] buffer, int from, int to) {
    for (int at = from; at < to; at++) {
      if (buffer[at] == '\\') {
        return new String(unescaped(buffer, from, to), StandardCharsets.UTF_8);
      }
    }
    return text(buffer, from, to);
  }

  private static String text(byte[] buffer, int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  /** Zeek writes what would be in the way as {@code \x09}, and a backslash as two. */
  private static byte[] unescaped(byte[] buffer, int from, int to) {
    if (from >= to) {
      return NONE;
    }
    byte[] out = new byte[to - from];
    int length = 0;
    int at = from;
    while (at < to) {
      int value = escape(buffer, at, to);
      if (value >= 0) {
        out[length++] = (byte) value;
        at += 4;
      } else {
        boolean pair = buffer[at] == '\\' && at + 1 < to && buffer[at + 1] == '\\';
        out[length++] = buffer[at];
        at += pair ? 2 : 1;
      }
    }
    return Arrays.copyOf(out, length);
  }

  private static int escape(byte[] buffer, int at, int to) {
    if (at + 4 > to || buffer[at] != '\\' || buffer[at + 1] != 'x') {
      return -1;
    }
    int high = Character.digit(buffer[at + 2], 16);
    int low = Character.digit(buffer[at + 3], 16);
    boolean valid = high >= 0 && low >= 0;
    return valid ? (high << 4) | low : -1;
  }
}

package dev.tidemark.ingest.event;

import java.nio.charset.StandardCharsets;

/**
 * The lexical half of JSON (RFC 8259) over a buffer: whitespace, strings, numbers, literals. Every
 * method takes a position and gives the one after what it read; none looks beyond the limit.
 */
final class JsonText {

  /** Ends reading; carries nothing, so that one object serves a whole body. */
  static final class Stop extends RuntimeException {
    private Stop() {
      super(null, null, false, false);
    }
  }

  /** Per byte: 0 ordinary, 1 ends a run of ordinary bytes within a string. */
  private static final byte[] SPECIAL = special();

  private final Stop stop = new Stop();
  private final ShortTexts texts = new ShortTexts();
  private byte[] buffer = new byte[0];
  private int limit;
  private boolean last;
  private int newlines;
  private boolean invalidUtf8;
  private boolean escaped;
  private boolean ascii;
  private int stoppedAt;
  private String fault = "";

  void reset(byte[] newBuffer, int newLimit, boolean newLast) {
    buffer = newBuffer;
    limit = newLimit;
    last = newLast;
    newlines = 0;
    invalidUtf8 = false;
    fault = "";
  }

  byte[] buffer() {
    return buffer;
  }

  int newlines() {
    return newlines;
  }

  boolean invalidUtf8() {
    return invalidUtf8;
  }

  /** Whether the last string had a backslash. */
  boolean escaped() {
    return escaped;
  }

  int stoppedAt() {
    return stoppedAt;
  }

  /** Empty when the buffer only ended too early. */
  String fault() {
    return fault;
  }

  byte at(int position) {
    if (position >= limit) {
      throw incomplete();
    }
    return buffer[position];
  }

  int whitespace(int from) {
    int at = from;
    while (true) {
      byte b = at(at);
      if (b == '\n') {
        newlines++;
      } else if (b != ' ' && b != '\t' && b != '\r') {
        return at;
      }
      at++;
    }
  }

  /** One byte on, counting it if it is a newline. */
  int step(int at) {
    if (buffer[at] == '\n') {
      newlines++;
    }
    return at + 1;
  }

  /** From an opening quote to after the closing one. */
  int string(int open) {
    escaped = false;
    ascii = true;
    int at = open + 1;
    while (true) {
      while (at < limit && SPECIAL[buffer[at] & 0xff] == 0) {
        at++;
      }
      byte b = at(at);
      if (b == '"') {
        return at + 1;
      }
      if (b == '\\') {
        escaped = true;
        at = escape(at);
      } else if (b < 0) {
        ascii = false;
        at = utf8(at);
      } else {
        throw malformed(at, "a control character within a string");
      }
    }
  }

  private int escape(int backslash) {
    switch (at(backslash + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return backslash + 2;
      }
      case 'u' -> {
        for (int i = 2; i < 6; i++) {
          if (Character.digit(at(backslash + i), 16) < 0) {
            throw malformed(backslash + i, "\\u without four hexadecimal digits");
          }
        }
        return backslash + 6;
      }
      default -> throw malformed(backslash + 1, "an unknown escape within a string");
    }
  }

  /** A bad sequence is noted and stepped over: the document's end can still be found. */
  private int utf8(int at) {
    int lead = buffer[at] & 0xff;
    int length = Utf8.length(lead);
    boolean valid = length > 0;
    for (int i = 1; valid && i < length; i++) {
      int next = at(at + i) & 0xff;
      valid = (next & 0xc0) == 0x80 && (i > 1 || Utf8.secondFits(lead, next));
    }
    if (!valid) {
      invalidUtf8 = true;
      return at + 1;
    }
    return at + length;
  }

  int literal(int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at(from + i) != word.charAt(i)) {
        throw unexpected(from + i, "'" + word + "'");
      }
    }
    return from + word.length();
  }

  int number(int from) {
    int at = at(from) == '-' ? from + 1 : from;
    if (at(at) == '0') {
      at++;
    } else {
      at = digits(at, "a value");
    }
    if (after(at) == '.') {
      at = digits(at + 1, "a digit");
    }
    if (after(at) == 'e' || after(at) == 'E') {
      at++;
      if (at(at) == '+' || at(at) == '-') {
        at++;
      }
      at = digits(at, "a digit");
    }
    return at;
  }

  private int digits(int from, String expected) {
    if (at(from) < '0' || at(from) > '9') {
      throw unexpected(from, expected);
    }
    byte[] bytes = buffer;
    int at = from + 1;
    while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    after(at);
    return at;
  }

  /** Like {@link #at}, but the end of everything ends a number. */
  private byte after(int at) {
    return last && at >= limit ? 0 : at(at);
  }

  String ascii(int from, int to) {
    return texts.of(buffer, from, to);
  }

  /** The content of the string read last. */
  String unescaped(int from, int to) {
    if (escaped) {
      return unescape(from, to);
    }
    return ascii
        ? texts.of(buffer, from, to)
        : new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  private String unescape(int from, int to) {
    StringBuilder out = new StringBuilder(to - from);
    int plain = from;
    int at = from;
    while (at < to) {
      if (buffer[at] != '\\') {
        at++;
        continue;
      }
      out.append(new String(buffer, plain, at - plain, StandardCharsets.UTF_8));
      char c = unescapedChar(at);
      out.append(c);
      at += buffer[at + 1] == 'u' ? 6 : 2;
      plain = at;
    }
    out.append(new String(buffer, plain, to - plain, StandardCharsets.UTF_8));
    return wellFormed(out);
  }

  private char unescapedChar(int backslash) {
    return switch (buffer[backslash + 1]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) Integer.parseInt(ascii(backslash + 2, backslash + 6), 16);
      default -> (char) buffer[backslash + 1];
    };
  }

  /** Half a surrogate pair has no UTF-8 form and could not be sent on: it becomes U+FFFD. */
  private static String wellFormed(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        text.setCharAt(i, '\ufffd');
      }
    }
    return text.toString();
  }

  Stop unexpected(int at, String expected) {
    byte b = at(at);
    if (b < 0) {
      utf8(at);
    }
    String found =
        b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02x", b & 0xff);
    return malformed(at, "expected " + expected + ", found " + found);
  }

  private Stop malformed(int at, String what) {
    stoppedAt = at;
    fault = what;
    return stop;
  }

  private Stop incomplete() {
    stoppedAt = limit;
    fault = "";
    return stop;
  }

  private static byte[] special() {
    byte[] table = new byte[256];
    for (int b = 0; b < table.length; b++) {
      table[b] = (byte) (b < ' ' || b == '"' || b == '\\' || b >= 0x80 ? 1 : 0);
    }
    return table;
  }
}

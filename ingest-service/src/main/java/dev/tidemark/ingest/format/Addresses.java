package dev.tidemark.ingest.format;

/** Reads IP addresses (RFC 4291, section 2.2) into bytes, without ever asking a name server. */
final class Addresses {

  static final int IPV4_BYTES = 4;
  static final int IPV6_BYTES = 16;

  private static final int GROUPS = 8;

  private Addresses() {}

  /**
   * Reads an address.
   *
   * @param out gets 4 or 16 bytes
   * @return number of bytes; 0: the text is no address
   */
  static int read(String text, byte[] out) {
    if (text.indexOf(':') < 0) {
      return ipv4(text, 0, out, 0) ? IPV4_BYTES : 0;
    }
    return ipv6(text, out) ? IPV6_BYTES : 0;
  }

  private static boolean ipv4(String text, int from, byte[] out, int to) {
    int at = from;
    for (int i = 0; i < IPV4_BYTES; i++) {
      int value = 0;
      int digits = 0;
      while (at < text.length() && digits < 3 && Character.digit(text.charAt(at), 10) >= 0) {
        value = value * 10 + Character.digit(text.charAt(at++), 10);
        digits++;
      }
      boolean ends = i == IPV4_BYTES - 1 ? at == text.length() : at < text.length();
      if (digits == 0 || value > 0xff || !ends || (at < text.length() && text.charAt(at) != '.')) {
        return false;
      }
      out[to + i] = (byte) value;
      at++;
    }
    return true;
  }

  private static boolean ipv6(String text, byte[] out) {
    int gap = -1;
    int groups = 0;
    int at = 0;
    int length = text.indexOf('%') < 0 ? text.length() : text.indexOf('%');
    if (text.charAt(0) == ':') {
      if (length < 2 || text.charAt(1) != ':') {
        return false;
      }
      at = 1;
    }
    while (at < length) {
      if (text.charAt(at) == ':') {
        if (gap >= 0) {
          return false;
        }
        gap = groups;
        at++;
        continue;
      }
      int end = text.indexOf(':', at);
      end = end < 0 ? length : end;
      if (groups == GROUPS) {
        return false;
      }
      if (end == length && text.indexOf('.', at) >= 0) {
        if (groups > GROUPS - 2 || length < text.length() || !ipv4(text, at, out, 2 * groups)) {
          return false;
        }
        groups += 2;
        at = length;
      } else {
        int value = hexadecimal(text, at, end);
        if (value < 0) {
          return false;
        }
        out[2 * groups] = (byte) (value >> 8);
        out[2 * groups + 1] = (byte) value;
        groups++;
        at = end + 1;
        if (at == length) {
          return false; // ends with a single colon
        }
      }
    }
    return spread(out, groups, gap);
  }

  private static int hexadecimal(String text, int from, int to) {
    if (to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /** Moves what stands after {@code ::} to the end. */
  private static boolean spread(byte[] out, int groups, int gap) {
    if (gap < 0 || groups == GROUPS) {
      return gap < 0 && groups == GROUPS;
    }
    int tail = 2 * (groups - gap);
    for (int i = 1; i <= tail; i++) {
      out[IPV6_BYTES - i] = out[2 * groups - i];
    }
    for (int i = 2 * gap; i < IPV6_BYTES - tail; i++) {
      out[i] = 0;
    }
    return true;
  }
}

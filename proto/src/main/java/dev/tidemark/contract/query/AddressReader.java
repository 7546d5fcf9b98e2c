package dev.tidemark.contract.query;

/**
 * Reads the text of IP addresses without making objects: IPv4 as {@code a.b.c.d} in decimal without
 * leading zeros, IPv6 as RFC 4291 writes it, with or without a zone, which says nothing about the
 * address. An IPv4 address and its IPv4-mapped IPv6 form ({@code ::ffff:a.b.c.d}) are the same.
 * Reused from text to text; not thread-safe.
 */
public final class AddressReader {

  private static final int SHORTEST = 2;
  private static final int LONGEST = 45 + 1 + 64;
  private static final int GROUPS = 8;
  private static final int NO_GAP = -1;
  private static final long MAPPED = 0xffff_0000_0000L;

  private final int[] groups = new int[GROUPS];
  private int count;
  private int gap;
  private long high;
  private long low;

  /** A reader that has read nothing. */
  public AddressReader() {}

  /** The first 64 bits of the address read last. */
  public long high() {
    return high;
  }

  /** The last 64 bits of the address read last. */
  public long low() {
    return low;
  }

  /** Reads an address; false: the text is none, whatever it is. */
  public boolean read(String text) {
    int length = text.length();
    if (length < SHORTEST || length > LONGEST) {
      return false;
    }
    for (int i = 0; i < length && i <= 4; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        return ipv4(text);
      }
      if (c == ':') {
        return ipv6(text);
      }
    }
    return false;
  }

  private boolean ipv4(String text) {
    long address = ipv4(text, 0, text.length());
    high = 0;
    low = MAPPED | address;
    return address >= 0;
  }

  /** The address as a number; negative: it is none. */
  private static long ipv4(String text, int from, int to) {
    long address = 0;
    int at = from;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (at >= to || text.charAt(at) != '.') {
          return -1;
        }
        at++;
      }
      int start = at;
      int value = 0;
      while (at < to && at - start < 4 && isDigit(text.charAt(at))) {
        value = value * 10 + (text.charAt(at) - '0');
        at++;
      }
      boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
      if (at == start || value > 255 || leadingZero) {
        return -1;
      }
      address = address << 8 | value;
    }
    return at == to ? address : -1;
  }

  private boolean ipv6(String text) {
    int zone = text.indexOf('%');
    int end = zone < 0 ? text.length() : zone;
    count = 0;
    gap = NO_GAP;
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < end) {
      at = group(text, at, end);
      if (at < 0) {
        return false;
      }
    }
    boolean complete = gap == NO_GAP ? count == GROUPS : count < GROUPS;
    if (complete) {
      assemble();
    }
    return complete;
  }

  /** Reads a group and what separates it from the next; negative: something else stands there. */
  private int group(String text, int from, int end) {
    int at = from;
    int value = 0;
    while (at < end && at - from < 5 && hex(text.charAt(at)) >= 0) {
      value = value << 4 | hex(text.charAt(at));
      at++;
    }
    if (at < end && text.charAt(at) == '.') {
      return ipv4Tail(text, from, end);
    }
    if (at == from || at - from > 4 || count == GROUPS || value > 0xffff) {
      return -1;
    }
    groups[count++] = value;
    return at == end ? end : separator(text, at, end);
  }

  private int separator(String text, int at, int end) {
    if (text.charAt(at) != ':' || at + 1 == end) {
      return -1;
    }
    if (text.charAt(at + 1) != ':') {
      return at + 1;
    }
    if (gap != NO_GAP) {
      return -1;
    }
    gap = count;
    return at + 2;
  }

  private int ipv4Tail(String text, int from, int end) {
    long address = ipv4(text, from, end);
    if (address < 0 || count > GROUPS - 2) {
      return -1;
    }
    groups[count++] = (int) (address >>> 16);
    groups[count++] = (int) (address & 0xffff);
    return end;
  }

  private void assemble() {
    int missing = GROUPS - count;
    high = 0;
    low = 0;
    for (int i = 0; i < GROUPS; i++) {
      long group;
      if (gap == NO_GAP || i < gap) {
        group = groups[i];
      } else {
        group = i < gap + missing ? 0 : groups[i - missing];
      }
      if (i < 4) {
        high = high << 16 | group;
      } else {
        low = low << 16 | group;
      }
    }
  }

  /** Character.digit also takes digits of other scripts. */
  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

package dev.tidemark.contract.query;

import org.jspecify.annotations.Nullable;

/**
 * A network of IP addresses. IPv4 networks lie in {@code ::ffff:0:0/96}, as in {@link
 * AddressReader}; so {@code ::/0} holds every address and {@code 0.0.0.0/0} every IPv4 address.
 *
 * @param high first 64 bits of its first address
 * @param low last 64 bits of its first address
 * @param bits how many bits its addresses share, 0 to 128
 */
public record Network(long high, long low, int bits) {

  private static final int ALL_BITS = 128;
  private static final int IPV4_OFFSET = 96;
  private static final int GROUPS = 8;
  private static final int MAX_BITS_DIGITS = 3;

  /** Clears the bits of the host. */
  public Network {
    if (bits < 0 || bits > ALL_BITS) {
      throw new IllegalArgumentException(bits + " bits are not in [0, 128]");
    }
    high &= mask(bits);
    low &= mask(bits - 64);
  }

  /**
   * Reads a network such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; an address alone is the
   * network of this one address.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static Network parse(String text) {
    Network network = ofShape(text);
    if (network != null) {
      return network;
    }
    AddressReader reader = new AddressReader();
    if (text.indexOf('%') < 0 && reader.read(text)) {
      return new Network(reader.high(), reader.low(), ALL_BITS);
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a network such as 10.0.0.0/8 or 2001:db8::/32");
  }

  /**
   * Reads a text that may be an address, a slash and a number.
   *
   * @return null: it has not this shape
   * @throws IllegalArgumentException if it has, and the number of bits cannot be
   */
  static @Nullable Network ofShape(String text) {
    int slash = text.indexOf('/');
    AddressReader reader = new AddressReader();
    if (slash < 0 || text.indexOf('%') >= 0 || !reader.read(text.substring(0, slash))) {
      return null;
    }
    String number = text.substring(slash + 1);
    if (number.isEmpty() || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    boolean ipv4 = text.indexOf(':') < 0;
    int most = ipv4 ? ALL_BITS - IPV4_OFFSET : ALL_BITS;
    int bits = number.length() > MAX_BITS_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(number);
    if (bits > most) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a network: such an address has 0 to " + most + " bits");
    }
    return new Network(reader.high(), reader.low(), ipv4 ? bits + IPV4_OFFSET : bits);
  }

  /** Whether an address lies in it. */
  public boolean contains(long addressHigh, long addressLow) {
    return ((addressHigh ^ high) & mask(bits)) == 0 && ((addressLow ^ low) & mask(bits - 64)) == 0;
  }

  /** The first so many bits of 64. */
  private static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1L : -1L << (64 - bits);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    if (high == 0 && low >>> 32 == 0xffff && bits >= IPV4_OFFSET) {
      return (low >>> 24 & 255)
          + ("." + (low >>> 16 & 255))
          + ("." + (low >>> 8 & 255))
          + ("." + (low & 255))
          + ("/" + (bits - IPV4_OFFSET));
    }
    return ipv6() + "/" + bits;
  }

  /** The first address in the form of RFC 5952: the longest row of zeros is left out. */
  private String ipv6() {
    int zerosFrom = -1;
    int zeros = 1; // a single one is written
    for (int i = 0; i < GROUPS; i++) {
      int row = 0;
      while (i + row < GROUPS && group(i + row) == 0) {
        row++;
      }
      if (row > zeros) {
        zerosFrom = i;
        zeros = row;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == zerosFrom) {
        text.append("::");
        i += zeros - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Long.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private long group(int index) {
    long half = index < GROUPS / 2 ? high : low;
    return half >>> (48 - index % 4 * 16) & 0xffff;
  }
}

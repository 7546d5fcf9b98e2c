package dev.tidemark.alert.webhook.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** What an IP address is to a program that must not be used to reach into its own network. */
public enum AddressClass {
  /** On the internet. */
  PUBLIC,
  /** The machine itself. */
  LOOPBACK,
  /** A network of one's own: RFC 1918, RFC 6598, RFC 4193, benchmarking, site-local. */
  PRIVATE,
  /** Never a destination: link-local and cloud metadata, multicast, unspecified, reserved. */
  FORBIDDEN;

  private static final class Range {
    private final byte[] prefix;
    private final int bits;
    private final AddressClass meaning;

    Range(byte[] prefix, int bits, AddressClass meaning) {
      this.prefix = prefix;
      this.bits = bits;
      this.meaning = meaning;
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
        return false;
      }
      int mask = 0xFF << (8 - bits % 8) & 0xFF;
      return bits % 8 == 0 || (address[whole] & mask) == (prefix[whole] & mask);
    }
  }

  /** An IPv6 range whose addresses carry an IPv4 address, and where in them it begins. */
  private record Carrier(Range range, int offset) {}

  // The first that fits counts: single metadata addresses stand before the networks they are in.
  private static final List<Range> RANGES =
      List.of(
          range("100.100.100.200/32", FORBIDDEN),
          range("fd00:ec2::254/128", FORBIDDEN),
          range("0.0.0.0/8", FORBIDDEN),
          range("10.0.0.0/8", PRIVATE),
          range("100.64.0.0/10", PRIVATE),
          range("127.0.0.0/8", LOOPBACK),
          range("169.254.0.0/16", FORBIDDEN),
          range("172.16.0.0/12", PRIVATE),
          range("192.0.0.0/24", FORBIDDEN),
          range("192.0.2.0/24", FORBIDDEN),
          range("192.88.99.0/24", FORBIDDEN),
          range("192.168.0.0/16", PRIVATE),
          range("198.18.0.0/15", PRIVATE),
          range("198.51.100.0/24", FORBIDDEN),
          range("203.0.113.0/24", FORBIDDEN),
          range("224.0.0.0/3", FORBIDDEN),
          range("::1/128", LOOPBACK),
          range("fc00::/7", PRIVATE),
          range("fec0::/10", PRIVATE),
          range("2001:db8::/32", FORBIDDEN),
          range("2001::/23", FORBIDDEN),
          range("2000::/3", PUBLIC),
          // IPv6 outside 2000::/3 is not routed on the internet.
          range("::/0", FORBIDDEN));

  private static final List<Carrier> CARRIERS =
      List.of(
          new Carrier(range("::ffff:0:0:0/96", FORBIDDEN), 12),
          new Carrier(range("64:ff9b::/96", FORBIDDEN), 12),
          new Carrier(range("2002::/16", FORBIDDEN), 2));

  private static final int IPV4_BYTES = 4;

  private static final Range MAPPED = mapped();

  /** Classifies an address, looking through IPv6 forms of IPv4 addresses. */
  public static AddressClass of(InetAddress address) {
    return of(address.getAddress());
  }

  static AddressClass of(byte[] bytes) {
    if (MAPPED.contains(bytes)) {
      return of(Arrays.copyOfRange(bytes, 12, 12 + IPV4_BYTES));
    }
    for (Carrier carrier : CARRIERS) {
      if (carrier.range().contains(bytes)) {
        return of(Arrays.copyOfRange(bytes, carrier.offset(), carrier.offset() + IPV4_BYTES));
      }
    }
    for (Range range : RANGES) {
      if (range.contains(bytes)) {
        return range.meaning;
      }
    }
    return PUBLIC;
  }

  private static Range range(String cidr, AddressClass meaning) {
    String[] parts = cidr.split("/", -1);
    try {
      byte[] prefix = InetAddress.getByName(parts[0]).getAddress();
      return new Range(prefix, Integer.parseInt(parts[1]), meaning);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(cidr, e);
    }
  }

  /** ::ffff:0:0/96; InetAddress would turn its text into an IPv4 address. */
  private static Range mapped() {
    byte[] prefix = new byte[16];
    prefix[10] = (byte) 0xFF;
    prefix[11] = (byte) 0xFF;
    return new Range(prefix, 96, FORBIDDEN);
  }
}

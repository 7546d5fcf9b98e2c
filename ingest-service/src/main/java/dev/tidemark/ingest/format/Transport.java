package dev.tidemark.ingest.format;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Protocols above IP: numbers of IANA, and names as ECS writes them. */
final class Transport {

  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int IPV6_ICMP = 58;
  static final int SCTP = 132;

  /** The protocol is not told, or is none. */
  static final int UNKNOWN = -1;

  private static final int NUMBERS = 256;
  private static final @Nullable String[] NAMES = new String[NUMBERS];
  private static final String[] NUMBER_TEXTS = new String[NUMBERS];
  private static final Map<String, Integer> BY_NAME = new HashMap<>();

  static {
    for (int number = 0; number < NUMBERS; number++) {
      NUMBER_TEXTS[number] = Integer.toString(number);
      BY_NAME.put(NUMBER_TEXTS[number], number);
    }
    String known =
        "0 hopopt 1 icmp 2 igmp 3 ggp 4 ipv4 6 tcp 8 egp 9 igp 17 udp 27 rdp 33 dccp 41 ipv6"
            + " 43 ipv6-route 44 ipv6-frag 46 rsvp 47 gre 50 esp 51 ah 58 ipv6-icmp 59 ipv6-nonxt"
            + " 60 ipv6-opts 88 eigrp 89 ospf 94 ipip 97 etherip 98 encap 103 pim 108 ipcomp"
            + " 112 vrrp 115 l2tp 132 sctp 133 fc 136 udplite 137 mpls-in-ip";
    String[] words = known.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      int number = Integer.parseInt(words[i]);
      NAMES[number] = words[i + 1];
      name(words[i + 1], number);
    }
    name("ipv6-ICMP", IPV6_ICMP);
    name("IPv6-ICMP", IPV6_ICMP);
    name("icmp6", IPV6_ICMP);
    name("icmpv6", IPV6_ICMP);
    name("ICMPv6", IPV6_ICMP);
    name("ospfigp", 89);
    name("ipencap", 4);
  }

  private Transport() {}

  private static void name(String name, int number) {
    BY_NAME.put(name, number);
    BY_NAME.put(name.toUpperCase(Locale.ROOT), number);
  }

  /** The number of a protocol told by number or name, or {@link #UNKNOWN}. */
  static int number(@Nullable String text) {
    if (text == null) {
      return UNKNOWN;
    }
    Integer number = BY_NAME.get(text);
    return number == null ? UNKNOWN : number;
  }

  /** The name of a protocol; its number when it has no name; null when it is not told. */
  static @Nullable String name(int number, @Nullable String text) {
    if (number == UNKNOWN) {
      return text == null || text.isEmpty() ? null : text.toLowerCase(Locale.ROOT);
    }
    String name = NAMES[number];
    return name == null ? NUMBER_TEXTS[number] : name;
  }

  static @Nullable String numberText(int number) {
    return number == UNKNOWN ? null : NUMBER_TEXTS[number];
  }

  static boolean isIcmp(int number) {
    return number == ICMP || number == IPV6_ICMP;
  }
}

package dev.tidemark.ingest.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Community ID of a flow, version 1 with seed 0 (github.com/corelight/community-id-spec): the same
 * for both directions, and in every tool. Keeps its buffers, so one serves one thread.
 *
 * <pre>
 * 0         2      2+n      2+2n     +1  +1    +2     +2          n = 4 or 16
 * | seed 0  | address | address | protocol | 0 | port | port |    smaller endpoint first
 * </pre>
 */
final class CommunityId {

  private static final int PORTS_LENGTH = 4;

  /** ICMP types that answer each other. */
  private static final int[][] ICMP_PAIRS = {{8, 0}, {13, 14}, {15, 16}, {10, 9}, {17, 18}};

  private static final int[][] ICMP6_PAIRS = {
    {128, 129}, {133, 134}, {135, 136}, {130, 131}, {144, 145}, {139, 140}
  };

  private final MessageDigest sha1;
  private final byte[] source = new byte[Addresses.IPV6_BYTES];
  private final byte[] destination = new byte[Addresses.IPV6_BYTES];
  private final byte[] message = new byte[2 + 2 * Addresses.IPV6_BYTES + 2 + PORTS_LENGTH];

  CommunityId() {
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /**
   * The id of a flow.
   *
   * @param protocol number of IANA
   * @param sourcePort for ICMP its type; negative: not known
   * @param destinationPort for ICMP its code; negative: not known
   * @return null when there is too little to tell
   */
  @Nullable String of(String from, String to, int protocol, int sourcePort, int destinationPort) {
    int length = Addresses.read(from, source);
    if (length == 0 || length != Addresses.read(to, destination) || protocol < 0) {
      return null;
    }
    boolean ported =
        Transport.isIcmp(protocol)
            || protocol == Transport.TCP
            || protocol == Transport.UDP
            || protocol == Transport.SCTP;
    if (ported && (sourcePort < 0 || destinationPort < 0)) {
      return null;
    }
    int answer = Transport.isIcmp(protocol) ? answering(protocol, sourcePort) : destinationPort;
    boolean oneWay = Transport.isIcmp(protocol) && answer < 0;
    int first = ported ? sourcePort : 0;
    int second = ported ? (oneWay ? destinationPort : answer) : 0;
    boolean forward = oneWay || inOrder(length, first, second);
    int end = endpoints(length, forward);
    message[end++] = (byte) protocol;
    message[end++] = 0;
    if (ported) {
      end = port(end, forward ? first : second);
      end = port(end, forward ? second : first);
    }
    sha1.update(message, 0, end);
    return "1:" + Base64.getEncoder().encodeToString(sha1.digest());
  }

  private boolean inOrder(int length, int first, int second) {
    int order = Arrays.compareUnsigned(source, 0, length, destination, 0, length);
    return order < 0 || (order == 0 && first < second);
  }

  private int endpoints(int length, boolean forward) {
    System.arraycopy(forward ? source : destination, 0, message, 2, length);
    System.arraycopy(forward ? destination : source, 0, message, 2 + length, length);
    return 2 + 2 * length;
  }

  private int port(int at, int port) {
    message[at] = (byte) (port >> 8);
    message[at + 1] = (byte) port;
    return at + 2;
  }

  private static int answering(int protocol, int type) {
    for (int[] pair : protocol == Transport.ICMP ? ICMP_PAIRS : ICMP6_PAIRS) {
      if (pair[0] == type) {
        return pair[1];
      }
      if (pair[1] == type) {
        return pair[0];
      }
    }
    return -1;
  }
}

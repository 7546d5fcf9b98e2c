package dev.tidemark.local.demo;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Community ID version 1 of an IPv4 flow: the same for both directions.
 *
 * @see "https://github.com/corelight/community-id-spec"
 */
final class CommunityId {

  private static final byte TCP = 6;
  private static final byte UDP = 17;

  private CommunityId() {}

  static String of(Flow flow) {
    byte[] source = InetAddress.ofLiteral(flow.source()).getAddress();
    byte[] destination = InetAddress.ofLiteral(flow.destination().ip()).getAddress();
    int order = Arrays.compareUnsigned(source, destination);
    boolean forward = order < 0 || (order == 0 && flow.sourcePort() < flow.destinationPort());
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putShort((short) 0); // seed
    bytes.put(forward ? source : destination).put(forward ? destination : source);
    bytes.put(flow.destinationPort() == 53 ? UDP : TCP).put((byte) 0);
    bytes.putShort((short) (forward ? flow.sourcePort() : flow.destinationPort()));
    bytes.putShort((short) (forward ? flow.destinationPort() : flow.sourcePort()));
    return "1:" + Base64.getEncoder().encodeToString(sha1().digest(bytes.array()));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}

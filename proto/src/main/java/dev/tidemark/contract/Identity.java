package dev.tidemark.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that derive from what they name, so that the same thing told twice has the same name. */
public final class Identity {

  private static final int HEX_LENGTH = 32;

  private Identity() {}

  /**
   * Id of the result of one series and bucket.
   *
   * @param jobUid uid of the job's creation
   * @param series the series
   * @param bucketStartSecond start of the bucket, seconds since the epoch
   * @return 32 hexadecimal digits
   */
  public static String record(String jobUid, SeriesKey series, long bucketStartSecond) {
    return derive("record", jobUid, series.canonical(), Long.toString(bucketStartSecond));
  }

  /**
   * Id that derives from a kind and the parts that make the thing what it is.
   *
   * @param kind keeps kinds of things apart
   * @param parts in order; none may be left out
   * @return 32 hexadecimal digits: the first half of a SHA-256
   */
  public static String derive(String kind, String... parts) {
    MessageDigest digest = sha256();
    update(digest, kind);
    for (String part : parts) {
      update(digest, part);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_LENGTH);
  }

  private static void update(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    // The length in front keeps ("ab", "c") apart from ("a", "bc").
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  /** A digest that has seen nothing yet. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.tidemark.local.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks signatures of the Standard Webhooks specification, version 1: {@code v1,} and the Base64
 * of HMAC-SHA-256 over {@code id.timestamp.body}.
 *
 * @see "https://www.standardwebhooks.com"
 */
final class WebhookSignature {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final String PREFIX = "whsec_";

  private final SecretKeySpec key;

  /** With a secret of the form {@code whsec_} and Base64. */
  WebhookSignature(String secret) {
    if (!secret.startsWith(PREFIX)) {
      throw new IllegalArgumentException("the secret does not begin with " + PREFIX);
    }
    this.key =
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring(PREFIX.length())), "HmacSHA256");
  }

  /** Whether one of the signatures fits, and the timestamp is not older than five minutes. */
  boolean isValid(String id, String timestamp, String signatures, byte[] body, Instant now) {
    if (!timestamp.matches("\\d{1,12}")) {
      return false;
    }
    Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(signed, now).abs().compareTo(TOLERANCE) > 0) {
      return false;
    }
    byte[] expected =
        ("v1," + hmac(id + "." + timestamp + ".", body)).getBytes(StandardCharsets.UTF_8);
    boolean valid = false;
    for (String signature : signatures.split(" ", -1)) {
      valid |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }
    return valid;
  }

  private String hmac(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}

package dev.tidemark.alert.webhook.policy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a notification as Standard Webhooks says: HMAC-SHA256 over {@code id.timestamp.body}.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *     specification</a>
 */
public final class WebhookSignature {

  /** Header with the notification's id, the same in every attempt. */
  public static final String ID_HEADER = "webhook-id";

  /** Header with the attempt's time, seconds since the epoch. */
  public static final String TIMESTAMP_HEADER = "webhook-timestamp";

  /** Header with the signature. */
  public static final String SIGNATURE_HEADER = "webhook-signature";

  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /**
   * Signs one attempt.
   *
   * @param id the notification's id; has no full stop
   * @param at the attempt's time; only its seconds count
   * @param body what is sent, byte for byte
   * @return {@code v1,} and the Base64 of the signature
   */
  public static String sign(WebhookSecret secret, String id, Instant at, byte[] body) {
    if (id.indexOf('.') >= 0) {
      throw new IllegalArgumentException("a webhook id has no full stop: " + id);
    }
    Mac mac = mac(secret);
    mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }

  private static Mac mac(WebhookSecret secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}

package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.WebhookSecret;
import dev.tidemark.alert.webhook.policy.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A notification ready to be sent.
 *
 * @param id the webhook-id header
 * @param timestamp the webhook-timestamp header
 * @param signature the webhook-signature header
 * @param json the body
 */
record SignedBody(String id, String timestamp, String signature, String json) {

  static SignedBody of(WebhookSecret secret, String id, Instant at, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String signature = WebhookSignature.sign(secret, id, at, bytes);
    return new SignedBody(id, Long.toString(at.getEpochSecond()), signature, json);
  }
}

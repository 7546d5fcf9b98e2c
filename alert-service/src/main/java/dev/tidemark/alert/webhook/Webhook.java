package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.WebhookFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP destination of notifications.
 *
 * @param id its id
 * @param name what people call it
 * @param url where it is
 * @param sealedSecret its secret as {@link SecretBox} stores it
 * @param filter which alerts it is told about
 * @param disabledReason why nothing is sent to it any more; null while it is enabled
 * @param createdAt when it was created
 * @param createdBy by whom
 */
record Webhook(
    String id,
    String name,
    String url,
    String sealedSecret,
    WebhookFilter filter,
    @Nullable String disabledReason,
    Instant createdAt,
    String createdBy) {

  boolean enabled() {
    return disabledReason == null;
  }

  @Override
  public String toString() {
    return "Webhook[" + id + "]";
  }
}

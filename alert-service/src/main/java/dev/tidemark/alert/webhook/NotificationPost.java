package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.AttemptResult;
import dev.tidemark.alert.webhook.policy.WebhookSecret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Signs and sends one notification, and takes the time. */
@ApplicationScoped
class NotificationPost {

  private static final Logger LOG = Logger.getLogger(NotificationPost.class);

  private final SecretBox secrets;
  private final WebhookClient client;
  private final DeliveryMetrics metrics;
  private final Clock clock;

  NotificationPost(SecretBox secrets, WebhookClient client, DeliveryMetrics metrics, Clock clock) {
    this.secrets = secrets;
    this.client = client;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Where it goes.
   *
   * @param webhookId the webhook
   * @param url its url
   * @param sealedSecret its secret as stored
   */
  record Destination(String webhookId, String url, String sealedSecret) {

    @Override
    public String toString() {
      return "Destination[" + webhookId + "]";
    }
  }

  /**
   * Makes one attempt.
   *
   * @param id the webhook-id header
   * @param json the body
   */
  Uni<Attempt> post(Destination to, String id, String json) {
    Instant startedAt = clock.instant();
    long began = System.nanoTime();
    return result(to, id, startedAt, json)
        .map(result -> new Attempt(startedAt, Duration.ofNanos(System.nanoTime() - began), result))
        .invoke(metrics::attempted);
  }

  private Uni<AttemptResult> result(Destination to, String id, Instant at, String json) {
    WebhookSecret secret;
    try {
      secret = secrets.open(to.webhookId(), to.sealedSecret());
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.errorf("cannot sign webhook=%s reason=%s", to.webhookId(), e.getMessage());
      return Uni.createFrom().item(AttemptResult.failed(String.valueOf(e.getMessage())));
    }
    return client.post(to.url(), SignedBody.of(secret, id, at, json));
  }
}

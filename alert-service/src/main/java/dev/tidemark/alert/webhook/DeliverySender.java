package dev.tidemark.alert.webhook;

import dev.tidemark.alert.ops.Pump;
import dev.tidemark.alert.webhook.NotificationPost.Destination;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends what is due. One round fans out new notifications and claims deliveries; each claimed one
 * is sent by itself, and its end asks for the next round, since it may have been in another's way.
 */
@ApplicationScoped
public class DeliverySender {

  private final FanOut fanOut;
  private final DeliveryClerk clerk;
  private final NotificationPost post;
  private final Pump pump;
  private final Map<String, Integer> sending = new ConcurrentHashMap<>();

  DeliverySender(
      FanOut fanOut,
      DeliveryClerk clerk,
      NotificationPost post,
      DeliveryMetrics metrics,
      Vertx vertx) {
    this.fanOut = fanOut;
    this.clerk = clerk;
    this.post = post;
    this.pump = new Pump("webhooks", vertx, this::round);
    metrics.watch(sending);
  }

  /** Looks for what is to be sent; returns at once. */
  public void wake() {
    pump.wake();
  }

  /** Claims nothing more; completes when the attempts that go on have ended. */
  public Uni<Void> stop() {
    return pump.stop();
  }

  private Uni<Boolean> round() {
    return fanOut.run().chain(more -> claimAndSend(more));
  }

  private Uni<Boolean> claimAndSend(boolean moreToFanOut) {
    return clerk
        .claim(sending)
        .invoke(claimed -> claimed.forEach(delivery -> pump.start(send(delivery))))
        .map(claimed -> moreToFanOut || !claimed.isEmpty());
  }

  private Uni<Void> send(Claimed delivery) {
    sending.merge(delivery.webhookId(), 1, Integer::sum);
    Destination to = new Destination(delivery.webhookId(), delivery.url(), delivery.sealedSecret());
    return post.post(to, delivery.id(), delivery.body())
        .chain(attempt -> clerk.conclude(delivery, attempt))
        .eventually(() -> ended(delivery.webhookId()));
  }

  private void ended(String webhookId) {
    sending.computeIfPresent(webhookId, (_, n) -> n > 1 ? n - 1 : null);
  }
}

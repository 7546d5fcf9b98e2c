package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.RetrySchedule;
import dev.tidemark.alert.webhook.policy.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes deliveries from the queue under a lease, and writes down what came of each attempt. */
@ApplicationScoped
class DeliveryClerk {

  private static final Logger LOG = Logger.getLogger(DeliveryClerk.class);

  private final DeliveryQueue queue;
  private final DeliveryMetrics metrics;
  private final WebhookConfig config;
  private final Clock clock;

  DeliveryClerk(DeliveryQueue queue, DeliveryMetrics metrics, WebhookConfig config, Clock clock) {
    this.queue = queue;
    this.metrics = metrics;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Takes what is due.
   *
   * @param sending how many attempts go on, by webhook
   */
  Uni<List<Claimed>> claim(Map<String, Integer> sending) {
    Instant now = clock.instant();
    DeliveryQueue.Lease lease =
        new DeliveryQueue.Lease(UUID.randomUUID().toString(), now.plus(config.lease()));
    return queue.claim(now, lease, sending, config.concurrency());
  }

  /** Judges an attempt and writes it down with what follows. */
  Uni<Void> conclude(Claimed delivery, Attempt attempt) {
    Verdict verdict =
        RetrySchedule.after(
            delivery.id(),
            delivery.attemptSinceDue(),
            delivery.dueSince(),
            clock.instant(),
            attempt.result());
    log(delivery, attempt, verdict);
    return queue
        .record(delivery, attempt, verdict)
        .invoke(recorded -> count(delivery, verdict, recorded))
        .replaceWithVoid();
  }

  private void count(Claimed delivery, Verdict verdict, boolean recorded) {
    if (recorded) {
      metrics.judged(verdict);
    } else {
      metrics.lostLease();
      LOG.warnf("lease lost, outcome not kept delivery=%s", delivery.id());
    }
  }

  private static void log(Claimed delivery, Attempt attempt, Verdict verdict) {
    switch (verdict) {
      case Verdict.Delivered _ -> {}
      case Verdict.Retry(Instant at) ->
          LOG.infof(
              "not delivered, tried again webhook=%s delivery=%s attempt=%d next=%s status=%s",
              delivery.webhookId(),
              delivery.id(),
              delivery.attemptSinceDue(),
              at,
              attempt.result().statusCode());
      case Verdict.Dead(String reason) ->
          LOG.errorf(
              "dead letter webhook=%s delivery=%s reason=%s",
              delivery.webhookId(), delivery.id(), reason);
      case Verdict.Gone(String reason) ->
          LOG.errorf("webhook disabled webhook=%s reason=%s", delivery.webhookId(), reason);
    }
  }
}

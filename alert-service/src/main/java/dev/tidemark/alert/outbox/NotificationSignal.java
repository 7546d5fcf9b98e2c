package dev.tidemark.alert.outbox;

import dev.tidemark.alert.store.NotificationWakeup;
import dev.tidemark.alert.topic.AlertPublisher;
import dev.tidemark.alert.webhook.DeliverySender;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Wakes those who send notifications: at once when this instance has committed some, and every
 * second for those of other instances, for retries and for leases that ran out.
 */
@ApplicationScoped
public class NotificationSignal implements NotificationWakeup {

  private final DeliverySender deliveries;
  private final AlertPublisher publisher;

  NotificationSignal(DeliverySender deliveries, AlertPublisher publisher) {
    this.deliveries = deliveries;
    this.publisher = publisher;
  }

  @Override
  public void wake() {
    deliveries.wake();
    publisher.wake();
  }

  @Scheduled(
      every = "1s",
      identity = "notification-signal",
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void poll() {
    wake();
  }
}

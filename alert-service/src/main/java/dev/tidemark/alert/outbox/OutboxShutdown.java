package dev.tidemark.alert.outbox;

import dev.tidemark.alert.topic.AlertPublisher;
import dev.tidemark.alert.webhook.DeliverySender;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Lets what is being sent come to its end before the service goes. */
@Singleton
final class OutboxShutdown {

  private static final Logger LOG = Logger.getLogger(OutboxShutdown.class);

  // A little longer than one attempt may take.
  private static final Duration PATIENCE = Duration.ofSeconds(17);

  private final DeliverySender deliveries;
  private final AlertPublisher publisher;

  OutboxShutdown(DeliverySender deliveries, AlertPublisher publisher) {
    this.deliveries = deliveries;
    this.publisher = publisher;
  }

  void drain(@Observes ShutdownEvent event) {
    Uni.join()
        .all(deliveries.stop(), publisher.stop())
        .andCollectFailures()
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure()
        .invoke(failure -> LOG.warnf("not drained, leases will run out reason=%s", failure))
        .onFailure()
        .recoverWithNull()
        .await()
        .indefinitely();
  }
}

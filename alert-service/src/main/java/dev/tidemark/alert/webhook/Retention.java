package dev.tidemark.alert.webhook;

import static dev.tidemark.alert.webhook.Columns.timestamp;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.jboss.logging.Logger;

/** Forgets deliveries, and the notifications that they came from, after their time. */
@ApplicationScoped
class Retention {

  private static final Logger LOG = Logger.getLogger(Retention.class);

  private static final int BATCH = 1000;

  private static final String DELIVERIES =
      "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE created_at < $1 AND status"
          + " <> 'pending' LIMIT $2)";

  // A notification goes last: its deliveries hold what was sent by reference.
  private static final String NOTIFICATIONS =
      "DELETE FROM notification WHERE id IN (SELECT n.id FROM notification n WHERE n.created_at < $1"
          + " AND n.fanned_out_at IS NOT NULL AND n.published_at IS NOT NULL"
          + " AND NOT EXISTS (SELECT FROM delivery d WHERE d.notification_id = n.id) LIMIT $2)";

  private final Pool pool;
  private final Clock clock;
  private final WebhookConfig config;

  Retention(Pool pool, Clock clock, WebhookConfig config) {
    this.pool = pool;
    this.clock = clock;
    this.config = config;
  }

  @Scheduled(
      every = "1h",
      identity = "delivery-retention",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> run() {
    OffsetDateTime before = timestamp(clock.instant().minus(config.retention()));
    return inBatches(DELIVERIES, before)
        .chain(() -> inBatches(NOTIFICATIONS, before))
        .onFailure()
        .invoke(failure -> LOG.warnf("retention failed, tried again in an hour reason=%s", failure))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> inBatches(String delete, OffsetDateTime before) {
    return Multi.createBy()
        .repeating()
        .uni(() -> pool.preparedQuery(delete).execute(Tuple.of(before, BATCH)))
        .whilst(rows -> rows.rowCount() == BATCH)
        .collect()
        .last()
        .replaceWithVoid();
  }
}

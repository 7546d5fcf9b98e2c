package dev.tidemark.alert.webhook;

import static dev.tidemark.alert.webhook.Columns.timestamp;

import dev.tidemark.alert.webhook.policy.WebhookFilter;
import dev.tidemark.contract.Identity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns each committed notification into one delivery a webhook that wants it, once. One instance
 * at a time, in order of notifications, so that a later one is never there before an earlier one of
 * its alert.
 */
@ApplicationScoped
class FanOut {

  /** Notifications in one transaction. */
  static final int BATCH = 200;

  // Any number that nobody else uses in this database: "tidemark webhook fan-out".
  private static final long LOCK = 0x7469_6465_0000_0001L;

  // A frozen holder is thrown out after 3 s; who waits for it longer than 5 s tries again later.
  private static final String BEGIN =
      "SELECT set_config('idle_in_transaction_session_timeout', '3000', true),"
          + " set_config('lock_timeout', '5000', true)";

  private final Pool pool;
  private final Clock clock;

  FanOut(Pool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  private record Pending(
      long id, String alertId, String kind, String origin, String rule, String severity) {}

  private record Made(String id, String webhookId, long notificationId, String alertId) {}

  /** One round; true if there may be more. */
  Uni<Boolean> run() {
    return anyPending().chain(any -> any ? pool.withTransaction(this::round) : done());
  }

  private static Uni<Boolean> done() {
    return Uni.createFrom().item(false);
  }

  private Uni<Boolean> anyPending() {
    return pool.query("SELECT EXISTS (SELECT FROM notification WHERE fanned_out_at IS NULL)")
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private Uni<Boolean> round(SqlConnection tx) {
    return tx.query(BEGIN)
        .execute()
        .chain(() -> tx.preparedQuery("SELECT pg_advisory_xact_lock($1)").execute(Tuple.of(LOCK)))
        .chain(() -> pending(tx))
        .chain(pending -> fanOut(tx, pending));
  }

  private Uni<Boolean> fanOut(SqlConnection tx, List<Pending> pending) {
    return WebhookStore.enabledForShare(tx)
        .map(webhooks -> deliveries(pending, webhooks))
        .chain(made -> insert(tx, made))
        .chain(() -> mark(tx, pending))
        .replaceWith(pending.size() == BATCH);
  }

  private static Uni<List<Pending>> pending(SqlConnection tx) {
    return tx.preparedQuery(
            "SELECT id, alert_id, kind, coalesce(body ->> 'origin', 'live') AS origin,"
                + " coalesce(body -> 'rule' ->> 'id', '') AS rule,"
                + " coalesce(body ->> 'severity', '') AS severity"
                + " FROM notification WHERE fanned_out_at IS NULL ORDER BY id LIMIT $1")
        .execute(Tuple.of(BATCH))
        .map(FanOut::pendingOf);
  }

  private static List<Pending> pendingOf(RowSet<Row> rows) {
    List<Pending> pending = new ArrayList<>();
    for (Row row : rows) {
      pending.add(
          new Pending(
              row.getLong("id"),
              row.getString("alert_id"),
              row.getString("kind"),
              row.getString("origin"),
              row.getString("rule"),
              row.getString("severity")));
    }
    return pending;
  }

  private static List<Made> deliveries(List<Pending> pending, List<Webhook> webhooks) {
    List<Made> made = new ArrayList<>();
    for (Pending notification : pending) {
      for (Webhook webhook : webhooks) {
        if (isFor(notification, webhook.filter())) {
          made.add(
              new Made(
                  deliveryId(notification.id(), webhook.id()),
                  webhook.id(),
                  notification.id(),
                  notification.alertId()));
        }
      }
    }
    return made;
  }

  private static boolean isFor(Pending notification, WebhookFilter filter) {
    Optional<String> type = NotificationKind.typeOf(notification.kind());
    return type.isPresent()
        && !notification.origin().equals("history")
        && filter.passes(notification.rule(), notification.severity());
  }

  /** The webhook-id header: the same for all attempts, whoever makes them. */
  static String deliveryId(long notificationId, String webhookId) {
    return "msg_" + Identity.derive("delivery", Long.toString(notificationId), webhookId);
  }

  private Uni<Void> insert(SqlConnection tx, List<Made> made) {
    if (made.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    OffsetDateTime now = timestamp(clock.instant());
    Tuple values =
        Tuple.tuple()
            .addArrayOfString(made.stream().map(Made::id).toArray(String[]::new))
            .addArrayOfString(made.stream().map(Made::webhookId).toArray(String[]::new))
            .addArrayOfLong(made.stream().map(Made::notificationId).toArray(Long[]::new))
            .addArrayOfString(made.stream().map(Made::alertId).toArray(String[]::new))
            .addOffsetDateTime(now);
    return tx.preparedQuery(
            "INSERT INTO delivery (id, webhook_id, notification_id, alert_id, status, created_at,"
                + " due_since, next_attempt_at) SELECT m.id, m.webhook_id, m.notification_id,"
                + " m.alert_id, 'pending', $5, $5, $5 FROM unnest($1::text[], $2::text[],"
                + " $3::bigint[], $4::text[]) AS m (id, webhook_id, notification_id, alert_id)"
                + " ON CONFLICT DO NOTHING")
        .execute(values)
        .replaceWithVoid();
  }

  private Uni<Void> mark(SqlConnection tx, List<Pending> pending) {
    Tuple values =
        Tuple.tuple()
            .addArrayOfLong(pending.stream().map(Pending::id).toArray(Long[]::new))
            .addOffsetDateTime(timestamp(clock.instant()));
    return tx.preparedQuery("UPDATE notification SET fanned_out_at = $2 WHERE id = ANY ($1)")
        .execute(values)
        .replaceWithVoid();
  }
}

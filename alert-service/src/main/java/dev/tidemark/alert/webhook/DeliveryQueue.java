package dev.tidemark.alert.webhook;

import static dev.tidemark.alert.webhook.Columns.timestamp;

import dev.tidemark.alert.webhook.policy.AttemptResult;
import dev.tidemark.alert.webhook.policy.Verdict;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of deliveries as a queue that all instances take from. A lease keeps a claimed delivery
 * from others, without a transaction that stays open while HTTP goes on.
 */
@ApplicationScoped
class DeliveryQueue {

  // Of one alert and webhook only the earliest pending one may go: that keeps them in order.
  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT d.id, w.url, w.secret
        FROM webhook w
        LEFT JOIN unnest($4::text[], $5::int[]) AS busy (webhook_id, sending) ON busy.webhook_id = w.id
        CROSS JOIN LATERAL (
          SELECT p.id FROM delivery p
          WHERE p.webhook_id = w.id AND p.status = 'pending' AND p.next_attempt_at <= $1
            AND (p.claimed_until IS NULL OR p.claimed_until <= $1)
            AND NOT EXISTS (
              SELECT FROM delivery e
              WHERE e.webhook_id = p.webhook_id AND e.alert_id = p.alert_id AND e.status = 'pending'
                AND e.notification_id < p.notification_id)
          ORDER BY p.next_attempt_at, p.notification_id
          LIMIT greatest(0, $6::int - coalesce(busy.sending, 0))
          FOR UPDATE SKIP LOCKED) d
        WHERE w.enabled)
      UPDATE delivery d SET claim = $2, claimed_until = $3
      FROM due, notification n
      WHERE d.id = due.id AND n.id = d.notification_id
      RETURNING d.id, d.webhook_id, due.url, due.secret, d.attempts_since_due, d.due_since,
        n.kind, n.created_at, n.body::text AS body""";

  private static final String RECORD =
      """
      WITH recorded AS (
        UPDATE delivery SET status = $3, reason = $4, next_attempt_at = coalesce($5, next_attempt_at),
          finished_at = $6, attempts = attempts + 1, attempts_since_due = attempts_since_due + 1,
          claim = NULL, claimed_until = NULL
        WHERE id = $1 AND claim = $2
        RETURNING id, attempts)
      INSERT INTO delivery_attempt (delivery_id, number, started_at, duration_ms, status_code, error,
        response)
      SELECT id, attempts, $7, $8, $9, $10, $11 FROM recorded""";

  private final Pool pool;

  DeliveryQueue(Pool pool) {
    this.pool = pool;
  }

  /**
   * Takes what is due.
   *
   * @param lease a new one
   * @param sending how many attempts go on now, by webhook
   * @param perWebhook how many may go on at the same time to one webhook
   */
  Uni<List<Claimed>> claim(Instant now, Lease lease, Map<String, Integer> sending, int perWebhook) {
    List<Map.Entry<String, Integer>> busy = List.copyOf(sending.entrySet());
    Tuple values =
        Tuple.tuple()
            .addOffsetDateTime(timestamp(now))
            .addString(lease.claim())
            .addOffsetDateTime(timestamp(lease.until()))
            .addArrayOfString(busy.stream().map(Map.Entry::getKey).toArray(String[]::new))
            .addArrayOfInteger(busy.stream().map(Map.Entry::getValue).toArray(Integer[]::new))
            .addInteger(perWebhook);
    return pool.preparedQuery(CLAIM).execute(values).map(rows -> claimed(rows, lease.claim()));
  }

  /**
   * A claim on deliveries.
   *
   * @param claim its token
   * @param until when it ends
   */
  record Lease(String claim, Instant until) {}

  private static List<Claimed> claimed(RowSet<Row> rows, String claim) {
    List<Claimed> claimed = new ArrayList<>();
    for (Row row : rows) {
      claimed.add(
          new Claimed(
              row.getString("id"),
              row.getString("webhook_id"),
              claim,
              row.getString("url"),
              row.getString("secret"),
              row.getInteger("attempts_since_due") + 1,
              Columns.instant(row, "due_since"),
              body(row)));
    }
    return claimed;
  }

  private static String body(Row row) {
    String type =
        NotificationKind.typeOf(row.getString("kind"))
            .orElseThrow(() -> new IllegalStateException("kind is not for webhooks"));
    return NotificationKind.body(type, Columns.instant(row, "created_at"), row.getString("body"));
  }

  /**
   * Writes down an attempt and what follows from it.
   *
   * @return false if the lease has ended and another instance has taken the delivery: nothing is
   *     written then
   */
  Uni<Boolean> record(Claimed delivery, Attempt attempt, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delivered() -> record(delivery, attempt, new Outcome("delivered", null, null));
      case Verdict.Retry(Instant at) -> record(delivery, attempt, new Outcome("pending", null, at));
      case Verdict.Dead(String reason) ->
          record(delivery, attempt, new Outcome("dead", reason, null));
      case Verdict.Gone(String reason) ->
          pool.withTransaction(tx -> gone(tx, delivery, attempt, reason));
    };
  }

  private record Outcome(String status, @Nullable String reason, @Nullable Instant next) {}

  private Uni<Boolean> record(Claimed delivery, Attempt attempt, Outcome outcome) {
    return pool.preparedQuery(RECORD)
        .execute(values(delivery, attempt, outcome))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Uni<Boolean> gone(
      SqlConnection tx, Claimed delivery, Attempt attempt, String reason) {
    return tx.preparedQuery(RECORD)
        .execute(values(delivery, attempt, new Outcome("dead", reason, null)))
        .chain(rows -> rows.rowCount() == 1 ? disable(tx, delivery, attempt, reason) : no());
  }

  private static Uni<Boolean> no() {
    return Uni.createFrom().item(false);
  }

  private static Uni<Boolean> disable(
      SqlConnection tx, Claimed delivery, Attempt attempt, String reason) {
    Instant end = attempt.startedAt().plus(attempt.took());
    return tx.preparedQuery(
            "UPDATE webhook SET enabled = false, disabled_reason = $2 WHERE id = $1")
        .execute(Tuple.of(delivery.webhookId(), reason))
        .chain(
            () ->
                tx.preparedQuery(
                        "UPDATE delivery SET status = 'dead', finished_at = $2, reason ="
                            + " 'the webhook was disabled', claim = NULL, claimed_until = NULL"
                            + " WHERE webhook_id = $1 AND status = 'pending'")
                    .execute(Tuple.of(delivery.webhookId(), timestamp(end))))
        .replaceWith(true);
  }

  private static Tuple values(Claimed delivery, Attempt attempt, Outcome outcome) {
    Instant end = attempt.startedAt().plus(attempt.took());
    AttemptResult result = attempt.result();
    Tuple values = Tuple.tuple().addString(delivery.id()).addString(delivery.claim());
    values.addString(outcome.status()).addString(outcome.reason());
    values.addOffsetDateTime(outcome.next() == null ? null : timestamp(outcome.next()));
    values.addOffsetDateTime(outcome.status().equals("pending") ? null : timestamp(end));
    values.addOffsetDateTime(timestamp(attempt.startedAt())).addLong(attempt.took().toMillis());
    values.addInteger(result.statusCode()).addString(result.error());
    return values.addString(result.response());
  }
}

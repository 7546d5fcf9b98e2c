package dev.tidemark.alert.webhook;

import static dev.tidemark.alert.webhook.Columns.timestamp;

import dev.tidemark.alert.webhook.DeliveryView.AttemptView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deliveries and their attempts as people look at them, and what people may do to them. */
@ApplicationScoped
class DeliveryStore {

  private static final String SELECT =
      "SELECT d.id, d.webhook_id, d.notification_id, d.alert_id, n.kind, d.status, d.reason,"
          + " d.created_at, d.next_attempt_at, d.finished_at FROM delivery d"
          + " JOIN notification n ON n.id = d.notification_id ";

  private final Pool pool;

  DeliveryStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * A delivery and its place in lists.
   *
   * @param notificationId its place: higher is newer
   * @param view what is shown
   */
  record Listed(long notificationId, DeliveryView view) {}

  /**
   * Deliveries of a webhook, newest first.
   *
   * @param status only those; null for all
   * @param before only those with a lower notification
   */
  Uni<List<Listed>> page(String webhookId, @Nullable String status, long before, int limit) {
    return pool.preparedQuery(
            SELECT
                + "WHERE d.webhook_id = $1 AND ($2::text IS NULL OR d.status = $2)"
                + " AND d.notification_id < $3 ORDER BY d.notification_id DESC LIMIT $4")
        .execute(
            Tuple.tuple().addString(webhookId).addString(status).addLong(before).addInteger(limit))
        .chain(this::withAttempts);
  }

  Uni<Optional<DeliveryView>> find(String id) {
    return pool.preparedQuery(SELECT + "WHERE d.id = $1")
        .execute(Tuple.of(id))
        .chain(this::withAttempts)
        .map(listed -> listed.stream().findFirst().map(Listed::view));
  }

  /** Makes a dead delivery due again, if its webhook is enabled; false if either does not hold. */
  Uni<Boolean> retry(String id, Instant now) {
    return pool.preparedQuery(
            "UPDATE delivery d SET status = 'pending', reason = NULL, finished_at = NULL,"
                + " due_since = $2, next_attempt_at = $2, attempts_since_due = 0 FROM webhook w"
                + " WHERE d.id = $1 AND d.status = 'dead' AND w.id = d.webhook_id AND w.enabled")
        .execute(Tuple.of(id, timestamp(now)))
        .map(rows -> rows.rowCount() == 1);
  }

  private Uni<List<Listed>> withAttempts(RowSet<Row> deliveries) {
    List<String> ids = new ArrayList<>();
    deliveries.forEach(row -> ids.add(row.getString("id")));
    return pool.preparedQuery(
            "SELECT delivery_id, number, started_at, duration_ms, status_code, error, response"
                + " FROM delivery_attempt WHERE delivery_id = ANY ($1) ORDER BY delivery_id, number")
        .execute(Tuple.tuple().addArrayOfString(ids.toArray(String[]::new)))
        .map(attempts -> listed(deliveries, byDelivery(attempts)));
  }

  private static Map<String, List<AttemptView>> byDelivery(RowSet<Row> rows) {
    Map<String, List<AttemptView>> attempts = new HashMap<>();
    for (Row row : rows) {
      attempts
          .computeIfAbsent(row.getString("delivery_id"), _ -> new ArrayList<>())
          .add(
              new AttemptView(
                  row.getInteger("number"),
                  Columns.instant(row, "started_at"),
                  row.getLong("duration_ms"),
                  row.getInteger("status_code"),
                  row.getString("error"),
                  row.getString("response")));
    }
    return attempts;
  }

  private static List<Listed> listed(RowSet<Row> rows, Map<String, List<AttemptView>> attempts) {
    List<Listed> listed = new ArrayList<>();
    for (Row row : rows) {
      List<AttemptView> own = attempts.getOrDefault(row.getString("id"), List.of());
      listed.add(new Listed(row.getLong("notification_id"), view(row, own)));
    }
    return listed;
  }

  private static DeliveryView view(Row row, List<AttemptView> attempts) {
    String status = row.getString("status");
    String kind = row.getString("kind");
    return new DeliveryView(
        row.getString("id"),
        row.getString("webhook_id"),
        row.getString("alert_id"),
        NotificationKind.typeOf(kind).orElse(kind),
        status,
        row.getString("reason"),
        Columns.instant(row, "created_at"),
        status.equals("pending") ? Columns.instant(row, "next_attempt_at") : null,
        Columns.instantOrNull(row, "finished_at"),
        attempts);
  }
}

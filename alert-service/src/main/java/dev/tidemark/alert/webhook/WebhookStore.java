package dev.tidemark.alert.webhook;

import static dev.tidemark.alert.webhook.Columns.timestamp;

import dev.tidemark.alert.webhook.policy.WebhookFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The table of webhooks. */
@ApplicationScoped
class WebhookStore {

  private static final String COLUMNS =
      "id, name, url, secret, rules, min_severity, enabled, disabled_reason, created_at,"
          + " created_by";

  private final Pool pool;

  WebhookStore(Pool pool) {
    this.pool = pool;
  }

  Uni<Void> insert(Webhook webhook) {
    Tuple values =
        Tuple.tuple()
            .addString(webhook.id())
            .addString(webhook.name())
            .addString(webhook.url())
            .addString(webhook.sealedSecret())
            .addArrayOfString(webhook.filter().rules().toArray(String[]::new))
            .addString(webhook.filter().minSeverity())
            .addOffsetDateTime(timestamp(webhook.createdAt()))
            .addString(webhook.createdBy());
    return pool.preparedQuery(
            "INSERT INTO webhook (id, name, url, secret, rules, min_severity, created_at,"
                + " created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .execute(values)
        .replaceWithVoid();
  }

  /** Webhooks after one in the order of their ids, at most as many as asked for. */
  Uni<List<Webhook>> page(String afterId, int limit) {
    return pool.preparedQuery(
            "SELECT " + COLUMNS + " FROM webhook WHERE id > $1 ORDER BY id LIMIT $2")
        .execute(Tuple.of(afterId, limit))
        .map(WebhookStore::webhooks);
  }

  Uni<Optional<Webhook>> find(String id) {
    return pool.preparedQuery("SELECT " + COLUMNS + " FROM webhook WHERE id = $1")
        .execute(Tuple.of(id))
        .map(rows -> webhooks(rows).stream().findFirst());
  }

  /** Deletes a webhook with its deliveries; false if there is none. */
  Uni<Boolean> delete(String id) {
    return pool.preparedQuery("DELETE FROM webhook WHERE id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Sends to a webhook again what comes from now on; false if there is none. */
  Uni<Boolean> enable(String id) {
    return pool.preparedQuery(
            "UPDATE webhook SET enabled = true, disabled_reason = NULL WHERE id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.rowCount() == 1);
  }

  /**
   * All enabled webhooks, which stay so until the transaction ends: who disables one waits, and
   * then finds the deliveries that were made meanwhile.
   */
  static Uni<List<Webhook>> enabledForShare(SqlConnection tx) {
    return tx.query("SELECT " + COLUMNS + " FROM webhook WHERE enabled ORDER BY id FOR SHARE")
        .execute()
        .map(WebhookStore::webhooks);
  }

  private static List<Webhook> webhooks(Iterable<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(WebhookStore::webhook).toList();
  }

  private static Webhook webhook(Row row) {
    String reason = row.getBoolean("enabled") ? null : row.getString("disabled_reason");
    return new Webhook(
        row.getString("id"),
        row.getString("name"),
        row.getString("url"),
        row.getString("secret"),
        new WebhookFilter(Set.of(row.getArrayOfStrings("rules")), row.getString("min_severity")),
        reason,
        Columns.instant(row, "created_at"),
        row.getString("created_by"));
  }
}

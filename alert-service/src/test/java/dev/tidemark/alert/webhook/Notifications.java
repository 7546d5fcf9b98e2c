package dev.tidemark.alert.webhook;

import dev.tidemark.alert.store.NotificationWakeup;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** Commits notifications as the judging transaction does. */
@Singleton
public class Notifications {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Pool pool;
  private final NotificationWakeup wakeup;

  Notifications(Pool pool, NotificationWakeup wakeup) {
    this.pool = pool;
    this.wakeup = wakeup;
  }

  /** A new alert's id. */
  public static String newAlert() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * Commits one of a live alert with severity high; returns its id. Its rule is {@link
   * #ruleOf(String)}.
   */
  public long commit(String alertId, int sequence, String kind) {
    return commit(alertId, ruleOf(alertId), sequence, kind, "live");
  }

  /** A rule that only this alert is of. */
  public static String ruleOf(String alertId) {
    return "rule-" + alertId;
  }

  /** Commits one of an alert of given rule and origin; returns its id. */
  public long commit(String alertId, String rule, int sequence, String kind, String origin) {
    String body =
        "{\"id\":\"%s\",\"origin\":\"%s\",\"severity\":\"high\",\"rule\":{\"id\":\"%s\"},\"n\":%d}"
            .formatted(alertId, origin, rule, sequence);
    return pool.preparedQuery(
            "INSERT INTO notification (alert_id, sequence, kind, body, created_at)"
                + " VALUES ($1, $2, $3, $4::text::jsonb, now()) RETURNING id")
        .execute(Tuple.of(alertId, sequence, kind, body))
        .map(rows -> rows.iterator().next().getLong("id"))
        .invoke(wakeup::wake)
        .await()
        .atMost(PATIENCE);
  }

  /** Runs one statement. */
  public void execute(String sql, Object... values) {
    pool.preparedQuery(sql).execute(Tuple.from(values)).await().atMost(PATIENCE);
  }

  /** The first column of the first row, as text. */
  public String read(String sql, Object... values) {
    return pool.preparedQuery(sql)
        .execute(Tuple.from(values))
        .map(rows -> rows.iterator().next().getString(0))
        .await()
        .atMost(PATIENCE);
  }
}

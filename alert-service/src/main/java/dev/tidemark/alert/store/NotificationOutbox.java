package dev.tidemark.alert.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes notifications in the transaction that decides them, and wakes those who send them. */
@ApplicationScoped
public class NotificationOutbox {

  private static final String INSERT =
      "INSERT INTO notification (alert_id, sequence, kind, body, created_at) SELECT n.alert_id,"
          + " n.sequence, n.kind, CAST(n.body AS jsonb), n.at"
          + " FROM json_to_recordset(CAST(CAST(:rows AS text) AS json))"
          + " AS n (place integer, alert_id text, sequence integer, kind text, body text,"
          + " at timestamptz) ORDER BY n.place";

  private final Instance<NotificationWakeup> wakeups;

  NotificationOutbox(Instance<NotificationWakeup> wakeups) {
    this.wakeups = wakeups;
  }

  /** Writes notifications, in order. */
  public Uni<Void> write(Mutiny.Session session, List<NotificationRow> rows) {
    JsonRows json = new JsonRows();
    for (NotificationRow row : rows) {
      json.add()
          .put("place", json.size())
          .put("alert_id", row.alertId())
          .put("sequence", row.sequence())
          .put("kind", row.kind())
          .put("body", row.body())
          .put("at", row.at().toString());
    }
    return json.execute(session, INSERT);
  }

  /** There are new notifications, committed. */
  public void wake() {
    wakeups.forEach(NotificationWakeup::wake);
  }
}

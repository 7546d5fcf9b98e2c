package dev.tidemark.alert.decision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.alert.pipeline.Decision;
import dev.tidemark.alert.pipeline.Effect;
import dev.tidemark.alert.store.JsonRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes decisions down in the transaction that made them. */
@ApplicationScoped
public class DecisionLog {

  private static final String COLUMNS =
      "bucket_start, record_id, rule_id, job_id, series, anomaly_score, interim, alerted, reason,"
          + " detail, ready_at, alert_id, decided_at";

  // What opened an alert stays so, whatever the final record adds.
  private static final String UPSERT =
      "INSERT INTO decision AS d ("
          + COLUMNS
          + ") SELECT "
          + COLUMNS
          + " FROM json_populate_recordset(CAST(NULL AS decision),"
          + " CAST(CAST(:rows AS text) AS json)) ON CONFLICT (bucket_start, record_id, rule_id)"
          + " DO UPDATE SET anomaly_score = excluded.anomaly_score, interim = excluded.interim,"
          + " alerted = d.alerted OR excluded.alerted,"
          + " reason = CASE WHEN d.alerted THEN d.reason ELSE excluded.reason END,"
          + " detail = CASE WHEN d.alerted THEN d.detail ELSE excluded.detail END,"
          + " ready_at = CASE WHEN d.alerted THEN d.ready_at ELSE excluded.ready_at END,"
          + " alert_id = coalesce(d.alert_id, excluded.alert_id),"
          + " decided_at = excluded.decided_at";

  /** Writes the decisions among effects. */
  public Uni<Void> write(Mutiny.Session session, List<Effect> effects, Instant now) {
    // One statement may touch a row once: an alerting decision stays, else the last one counts.
    Map<String, Effect.Decided> last = new LinkedHashMap<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Decided decided) {
        last.merge(decided.anomaly().id() + "/" + decided.ruleId(), decided, DecisionLog::decisive);
      }
    }
    JsonRows rows = new JsonRows();
    last.values().forEach(decided -> put(rows.add(), decided, now));
    return rows.execute(session, UPSERT);
  }

  private static Effect.Decided decisive(Effect.Decided earlier, Effect.Decided later) {
    return earlier.decision().alerts()
        ? new Effect.Decided(
            earlier.ruleId(), later.anomaly(), earlier.decision(), earlier.episode())
        : later;
  }

  private static void put(ObjectNode row, Effect.Decided decided, Instant now) {
    Decision decision = decided.decision();
    row.put("bucket_start", Instant.ofEpochSecond(decided.anomaly().startSecond()).toString());
    row.put("record_id", decided.anomaly().id()).put("rule_id", decided.ruleId());
    row.put("job_id", decided.anomaly().jobId());
    row.put("series", decided.anomaly().series().canonical().replace('\u001f', '/'));
    row.put("anomaly_score", decided.anomaly().score());
    row.put("interim", decided.anomaly().interim());
    row.put("alerted", decision.alerts()).put("reason", decision.reason().word());
    row.put("detail", decision.detail());
    Long readyAt = decision.readyAtSecond();
    row.put("ready_at", readyAt == null ? null : Instant.ofEpochSecond(readyAt).toString());
    row.put("alert_id", decision.alertId());
    row.put("decided_at", now.toString());
  }
}

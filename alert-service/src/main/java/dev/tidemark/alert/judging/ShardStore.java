package dev.tidemark.alert.judging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.alert.pipeline.Episode;
import dev.tidemark.alert.pipeline.Severity;
import dev.tidemark.alert.pipeline.ShardState;
import dev.tidemark.alert.store.JsonRows;
import dev.tidemark.contract.ShardKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** The state of shards in PostgreSQL: their cursors and episodes. */
@ApplicationScoped
class ShardStore {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ENSURE =
      "INSERT INTO shard_cursor (job_uid, shard, job_id, position, judged_until_s, span_s,"
          + " trailing_gaps, moved_at) VALUES (:job, :shard, '', 0, 0, 0, 0, now())"
          + " ON CONFLICT DO NOTHING";

  private static final String LOCK =
      "SELECT CAST(row_to_json(c) AS text) FROM shard_cursor c"
          + " WHERE c.job_uid = :job AND c.shard = :shard FOR UPDATE";

  private static final String EPISODES =
      "SELECT CAST(row_to_json(e) AS text) FROM episode e"
          + " WHERE e.job_uid = :job AND e.shard = :shard ORDER BY e.opened_s, e.alert_id FOR UPDATE";

  private static final String MOVE =
      "UPDATE shard_cursor SET job_id = :id, position = :position, judged_until_s = :until,"
          + " span_s = :span, trailing_gaps = :gaps, moved_at = CAST(CAST(:now AS text) AS timestamptz)"
          + " WHERE job_uid = :job AND shard = :shard";

  private static final String COLUMNS =
      "alert_id, job_uid, shard, rule_id, series, no_data, opened_s, last_end_s, span_s, gaps,"
          + " severity, peak_score, told_score, silenced, ended";

  private static final String SAVE =
      "INSERT INTO episode ("
          + COLUMNS
          + ") SELECT "
          + COLUMNS
          + " FROM json_populate_recordset(CAST(NULL AS episode), CAST(CAST(:rows AS text) AS json))"
          + " ON CONFLICT (alert_id) DO UPDATE SET last_end_s = excluded.last_end_s,"
          + " gaps = excluded.gaps, severity = excluded.severity,"
          + " peak_score = excluded.peak_score, told_score = excluded.told_score,"
          + " ended = excluded.ended";

  private static final String FORGET =
      "DELETE FROM episode WHERE alert_id IN (SELECT r.alert_id FROM"
          + " json_to_recordset(CAST(CAST(:rows AS text) AS json)) AS r (alert_id text))";

  private final Clock clock;

  ShardStore(Clock clock) {
    this.clock = clock;
  }

  /** The state of a shard, locked until the transaction ends. */
  Uni<ShardState> lock(Mutiny.Session session, ShardKey key) {
    return changing(session.createNativeQuery(ENSURE), key)
        .executeUpdate()
        .chain(() -> of(session.createNativeQuery(LOCK, String.class), key).getSingleResult())
        .chain(
            cursor ->
                of(session.createNativeQuery(EPISODES, String.class), key)
                    .getResultList()
                    .map(episodes -> state(key, read(cursor), episodes)));
  }

  private static Mutiny.MutationQuery changing(Mutiny.Query<?> query, ShardKey key) {
    query.setParameter("job", key.jobUid()).setParameter("shard", key.shard());
    return query;
  }

  private static <T> Mutiny.SelectionQuery<T> of(Mutiny.SelectionQuery<T> query, ShardKey key) {
    return query.setParameter("job", key.jobUid()).setParameter("shard", key.shard());
  }

  private static ShardState state(ShardKey key, JsonNode cursor, List<String> episodes) {
    return new ShardState(
        key.jobUid(),
        key.shard(),
        cursor.path("job_id").asText(),
        cursor.path("position").asLong(),
        cursor.path("judged_until_s").asLong(),
        cursor.path("span_s").asLong(),
        cursor.path("trailing_gaps").asLong(),
        episodes.stream().map(row -> episode(read(row))).toList());
  }

  private static Episode episode(JsonNode row) {
    return new Episode(
        row.path("alert_id").asText(),
        row.path("rule_id").asText(),
        row.path("series").asText(),
        row.path("no_data").asBoolean(),
        row.path("opened_s").asLong(),
        row.path("last_end_s").asLong(),
        row.path("span_s").asLong(),
        row.path("gaps").asLong(),
        Severity.of(row.path("severity").asText()).orElse(Severity.LOW),
        row.path("peak_score").asDouble(),
        row.path("told_score").asDouble(),
        row.path("silenced").asBoolean(),
        row.path("ended").asBoolean());
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL gave something that is not JSON", e);
    }
  }

  /** Saves what changed, and moves the cursor. */
  Uni<Void> save(Mutiny.Session session, ShardState before, ShardState after) {
    Set<Episode> known = new HashSet<>(before.episodes());
    JsonRows changed = new JsonRows();
    after.episodes().stream()
        .filter(episode -> !known.contains(episode))
        .forEach(episode -> put(changed.add(), after, episode));
    return changed
        .execute(session, SAVE)
        .chain(() -> forgotten(before, after).execute(session, FORGET))
        .chain(() -> move(session, after));
  }

  private static void put(ObjectNode row, ShardState shard, Episode episode) {
    row.put("alert_id", episode.alertId());
    row.put("job_uid", shard.jobUid()).put("shard", shard.shard());
    row.put("rule_id", episode.ruleId()).put("series", episode.series());
    row.put("no_data", episode.noData());
    row.put("opened_s", episode.openedSecond()).put("last_end_s", episode.lastEndSecond());
    row.put("span_s", episode.spanSeconds()).put("gaps", episode.gaps());
    row.put("severity", episode.severity().word());
    row.put("peak_score", episode.peakScore()).put("told_score", episode.toldScore());
    row.put("silenced", episode.silenced()).put("ended", episode.ended());
  }

  private static JsonRows forgotten(ShardState before, ShardState after) {
    Set<String> kept = after.episodes().stream().map(Episode::alertId).collect(Collectors.toSet());
    JsonRows rows = new JsonRows();
    before.episodes().stream()
        .map(Episode::alertId)
        .filter(alert -> !kept.contains(alert))
        .forEach(alert -> rows.add().put("alert_id", alert));
    return rows;
  }

  private Uni<Void> move(Mutiny.Session session, ShardState after) {
    return changing(
            session
                .createNativeQuery(MOVE)
                .setParameter("id", after.jobId())
                .setParameter("position", after.position())
                .setParameter("until", after.judgedUntilSecond())
                .setParameter("span", after.spanSeconds())
                .setParameter("gaps", after.trailingGaps())
                .setParameter("now", clock.instant().toString()),
            new ShardKey(after.jobUid(), after.shard()))
        .executeUpdate()
        .replaceWithVoid();
  }
}

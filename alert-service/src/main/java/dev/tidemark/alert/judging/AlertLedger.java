package dev.tidemark.alert.judging;

import dev.tidemark.alert.alert.AlertDocument;
import dev.tidemark.alert.alert.AlertEntity;
import dev.tidemark.alert.pipeline.Effect;
import dev.tidemark.alert.pipeline.ShardState;
import dev.tidemark.alert.rule.RuleEntity;
import dev.tidemark.alert.store.NotificationRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies what was decided to alerts that are in memory, in order, so that each notification says
 * how its alert was then.
 */
final class AlertLedger {

  private final Map<String, AlertEntity> alerts = new HashMap<>();
  private final List<AlertEntity> created = new ArrayList<>();
  private final List<NotificationRow> notifications = new ArrayList<>();
  private final Map<String, RuleEntity> rules = new HashMap<>();
  private final AlertDocument documents;
  private final ShardState shard;
  private final Instant now;

  AlertLedger(
      List<AlertEntity> known,
      List<RuleEntity> rules,
      AlertDocument documents,
      ShardState shard,
      Instant now) {
    known.forEach(alert -> alerts.put(alert.id(), alert));
    rules.forEach(rule -> this.rules.put(rule.id(), rule));
    this.documents = documents;
    this.shard = shard;
    this.now = now;
  }

  /** Ids of the alerts that effects are about. */
  static List<String> alertsIn(List<Effect> effects) {
    return effects.stream().flatMap(effect -> alertIn(effect).stream()).distinct().toList();
  }

  private static List<String> alertIn(Effect effect) {
    return switch (effect) {
      case Effect.Opened opened -> List.of(opened.episode().alertId());
      case Effect.Updated updated -> List.of(updated.episode().alertId());
      case Effect.DataMissing missing -> List.of(missing.episode().alertId());
      case Effect.Recovered recovered -> List.of(recovered.episode().alertId());
      case Effect.Decided _ -> List.of();
    };
  }

  AlertLedger apply(List<Effect> effects) {
    effects.forEach(this::apply);
    return this;
  }

  List<AlertEntity> created() {
    return created;
  }

  List<NotificationRow> notifications() {
    return notifications;
  }

  private void apply(Effect effect) {
    switch (effect) {
      case Effect.Opened opened -> open(opened);
      case Effect.Updated updated -> update(updated);
      case Effect.DataMissing missing -> open(missing);
      case Effect.Recovered recovered -> recover(recovered);
      case Effect.Decided _ -> {}
    }
  }

  private void open(Effect.Opened opened) {
    AlertEntity known = alerts.get(opened.episode().alertId());
    if (known != null) {
      // Long over and told again, such as by a second backfill: what was said stays said.
      return;
    }
    AlertEntity alert =
        AlertEntity.of(
            opened.episode(),
            source(opened.episode().ruleId(), opened.anomaly().jobId()),
            opened.anomaly().evidence(),
            now);
    alert.live(opened.live());
    opened(alert);
  }

  private void open(Effect.DataMissing missing) {
    if (alerts.containsKey(missing.episode().alertId())) {
      return;
    }
    AlertEntity alert =
        AlertEntity.of(
            missing.episode(),
            source(missing.episode().ruleId(), missing.jobId()),
            SilenceEvidence.json(missing, shard.jobUid()),
            now);
    alert.live(true);
    opened(alert);
  }

  private void opened(AlertEntity alert) {
    alerts.put(alert.id(), alert);
    created.add(alert);
    tell(alert, "opened");
  }

  private AlertEntity.Source source(String ruleId, String jobId) {
    RuleEntity rule = rules.get(ruleId);
    if (rule == null) {
      throw new IllegalStateException("rule '" + ruleId + "' judged, but is not there");
    }
    return new AlertEntity.Source(
        rule.snapshot(), rule.riskScore(), jobId, shard.jobUid(), shard.shard());
  }

  private void update(Effect.Updated updated) {
    AlertEntity alert = alerts.get(updated.episode().alertId());
    if (alert == null) {
      // Its month was dropped; the episode ends soon.
      return;
    }
    alert.update(updated, now);
    switch (updated.telling()) {
      case SCORE_ROSE -> tell(alert, "score_rose");
      case SEVERITY_ROSE -> tell(alert, "severity_rose");
      case NOTHING -> {}
    }
  }

  private void recover(Effect.Recovered recovered) {
    AlertEntity alert = alerts.get(recovered.episode().alertId());
    if (alert == null) {
      return;
    }
    alert.recover(recovered, now);
    if (!recovered.episode().silenced()) {
      tell(alert, "recovered");
    }
  }

  private void tell(AlertEntity alert, String kind) {
    notifications.add(
        new NotificationRow(
            alert.id(), alert.nextSequence(), kind, documents.full(alert).toString(), now));
  }
}

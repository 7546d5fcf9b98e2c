package dev.tidemark.alert.judging;

import dev.tidemark.alert.alert.AlertDocument;
import dev.tidemark.alert.alert.AlertEntity;
import dev.tidemark.alert.decision.DecisionLog;
import dev.tidemark.alert.pipeline.AlertIds;
import dev.tidemark.alert.pipeline.Effect;
import dev.tidemark.alert.pipeline.FeedMessage;
import dev.tidemark.alert.pipeline.Judge;
import dev.tidemark.alert.pipeline.Judgement;
import dev.tidemark.alert.pipeline.ShardState;
import dev.tidemark.alert.rule.RuleEntity;
import dev.tidemark.alert.rule.RuleRepository;
import dev.tidemark.alert.store.Months;
import dev.tidemark.alert.store.NotificationOutbox;
import dev.tidemark.contract.ShardKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** Judges messages of one shard in one transaction. */
@ApplicationScoped
public class Judging {

  private final Mutiny.SessionFactory sessions;
  private final ShardStore shards;
  private final RuleRepository rules;
  private final Records records;
  private final Clock clock;

  Judging(
      Mutiny.SessionFactory sessions,
      ShardStore shards,
      RuleRepository rules,
      Records records,
      Clock clock) {
    this.sessions = sessions;
    this.shards = shards;
    this.rules = rules;
    this.records = records;
    this.clock = clock;
  }

  /** Where what was decided is written down. */
  @Singleton
  static final class Records {
    private final DecisionLog decisions;
    private final NotificationOutbox outbox;
    private final AlertDocument documents;
    private final Months months;
    private final JudgingMetrics metrics;

    Records(
        DecisionLog decisions,
        NotificationOutbox outbox,
        AlertDocument documents,
        Months months,
        JudgingMetrics metrics) {
      this.decisions = decisions;
      this.outbox = outbox;
      this.documents = documents;
      this.months = months;
      this.metrics = metrics;
    }
  }

  /**
   * Judges messages; those at or before the shard's cursor are ignored. Must be subscribed to on a
   * Vert.x context.
   *
   * @param key their shard
   * @param messages in the order of the feed
   */
  public Uni<Void> judge(ShardKey key, List<FeedMessage> messages) {
    return records
        .months
        .ensure(messages.stream().flatMap(Judging::bucketOf).toList())
        .chain(() -> sessions.withTransaction(session -> judgeIn(session, key, messages)))
        .invoke(
            effects -> {
              records.metrics.judged(effects);
              records.outbox.wake();
            })
        .replaceWithVoid();
  }

  private static Stream<Instant> bucketOf(FeedMessage message) {
    return switch (message) {
      case FeedMessage.Told told -> Stream.of(Instant.ofEpochSecond(told.anomaly().startSecond()));
      case FeedMessage.Closing closing ->
          closing.trailingGaps() == 0
              ? Stream.empty()
              : Stream.of(
                  Instant.ofEpochSecond(
                      closing.untilSecond() - closing.trailingGaps() * closing.spanSeconds()));
    };
  }

  private Uni<List<Effect>> judgeIn(
      Mutiny.Session session, ShardKey key, List<FeedMessage> messages) {
    return shards
        .lock(session, key)
        .chain(
            state ->
                state.position() >= messages.getLast().position()
                    ? Uni.createFrom().item(List.<Effect>of())
                    : rules.all(session).chain(all -> judgeBy(session, state, messages, all)));
  }

  private Uni<List<Effect>> judgeBy(
      Mutiny.Session session, ShardState state, List<FeedMessage> messages, List<RuleEntity> all) {
    Judgement judgement =
        Judge.judge(state, messages, all.stream().map(RuleEntity::terms).toList());
    return known(session, AlertLedger.alertsIn(judgement.effects()))
        .map(known -> ledger(known, all, judgement))
        .chain(ledger -> write(session, ledger, judgement))
        .chain(() -> shards.save(session, state, judgement.after()))
        .replaceWith(judgement.effects());
  }

  private AlertLedger ledger(List<AlertEntity> known, List<RuleEntity> all, Judgement judgement) {
    return new AlertLedger(known, all, records.documents, judgement.after(), clock.instant())
        .apply(judgement.effects());
  }

  private Uni<Void> write(Mutiny.Session session, AlertLedger ledger, Judgement judgement) {
    return session
        .persistAll(ledger.created().toArray())
        .chain(session::flush)
        .chain(() -> records.outbox.write(session, ledger.notifications()))
        .chain(() -> records.decisions.write(session, judgement.effects(), clock.instant()));
  }

  private static Uni<List<AlertEntity>> known(Mutiny.Session session, List<String> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<Instant> buckets =
        ids.stream().map(AlertIds::openedOf).flatMap(Optional::stream).distinct().toList();
    return session
        .createSelectionQuery(
            "FROM AlertEntity WHERE openedBucket IN :buckets AND id IN :ids ORDER BY id",
            AlertEntity.class)
        .setParameter("buckets", buckets)
        .setParameter("ids", ids)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList();
  }
}

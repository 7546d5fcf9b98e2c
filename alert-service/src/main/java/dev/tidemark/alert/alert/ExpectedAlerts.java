package dev.tidemark.alert.alert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.alert.alert.BaselineTeacher.Lesson;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Tells the baseline of alerts that were closed as expected, once their episode is over, so that
 * all its buckets are closed: tried until it works, whichever service starts first.
 */
@ApplicationScoped
class ExpectedAlerts {

  private static final Logger LOG = Logger.getLogger(ExpectedAlerts.class);
  private static final int AT_ONCE = 100;
  // What baseline-service takes at once.
  private static final long MOST_BUCKETS = 1_000;

  private final Mutiny.SessionFactory sessions;
  private final BaselineTeacher baselines;
  private final AtomicBoolean failing = new AtomicBoolean();

  ExpectedAlerts(Mutiny.SessionFactory sessions, BaselineTeacher baselines) {
    this.sessions = sessions;
    this.baselines = baselines;
  }

  @Scheduled(
      every = "{tidemark.alert.teach-interval:5s}",
      identity = "expected-alerts",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> teach() {
    return due()
        .onItem()
        .transformToMulti(found -> Multi.createFrom().iterable(found))
        .onItem()
        .transformToUniAndConcatenate(this::teach)
        .collect()
        .last()
        .onFailure()
        .invoke(e -> LOG.debugf("expected alerts cannot be read reason=%s", e))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private Uni<List<AlertEntity>> due() {
    return sessions.withSession(
        session ->
            session
                .createSelectionQuery(
                    "FROM AlertEntity WHERE teaching = 'waiting' AND recoveredAt IS NOT NULL"
                        + " ORDER BY openedBucket, id",
                    AlertEntity.class)
                .setMaxResults(AT_ONCE)
                .getResultList());
  }

  private Uni<Void> teach(AlertEntity alert) {
    return baselines
        .teach(lesson(alert))
        .chain(taken -> taught(alert, taken))
        .invoke(() -> failing.set(false))
        .onFailure()
        .invoke(this::failed)
        .onFailure()
        .recoverWithNull();
  }

  static Lesson lesson(AlertEntity alert) {
    JsonNode evidence = AlertDocument.read(alert.opening);
    Instant ended = alert.endedBucket == null ? alert.openedBucket : alert.endedBucket;
    // A longer episode is told by its end.
    long longest = MOST_BUCKETS * evidence.path("bucket_span_s").asLong(1);
    long from = Math.max(alert.openedBucket.getEpochSecond(), ended.getEpochSecond() - longest);
    return new Lesson(
        alert.id,
        alert.jobId,
        alert.jobUid,
        evidence.path("detector").path("index").asInt(),
        evidence.path("series").path("partition_value").asText(""),
        evidence.path("series").path("by_value").asText(""),
        from,
        ended.getEpochSecond());
  }

  /** Not if a person has opened it again meanwhile: then it was told all the same. */
  private Uni<Void> taught(AlertEntity alert, boolean taken) {
    return sessions
        .withTransaction(
            session ->
                session
                    .createMutationQuery(
                        "UPDATE VERSIONED AlertEntity SET teaching = :teaching"
                            + " WHERE id = :id AND openedBucket = :bucket")
                    .setParameter("teaching", taken ? Teaching.TOLD : Teaching.IMPOSSIBLE)
                    .setParameter("id", alert.id)
                    .setParameter("bucket", alert.openedBucket)
                    .executeUpdate())
        .invoke(() -> LOG.infof("alert was expected, baseline told=%b alert=%s", taken, alert.id))
        .replaceWithVoid();
  }

  private void failed(Throwable failure) {
    if (!failing.getAndSet(true)) {
      LOG.warnf(
          "baseline cannot be told what was expected, trying again reason=%s",
          failure.getMessage());
    }
  }
}

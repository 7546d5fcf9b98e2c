package dev.tidemark.alert.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.alert.ops.Problems;
import dev.tidemark.alert.pipeline.AlertIds;
import dev.tidemark.alert.store.NotificationOutbox;
import dev.tidemark.alert.store.NotificationRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Alerts in PostgreSQL, as people see and handle them. */
@ApplicationScoped
public class AlertRepository {

  private static final String BY_ID = "FROM AlertEntity WHERE id = :id AND openedBucket = :bucket";

  private final Mutiny.SessionFactory sessions;
  private final NotificationOutbox outbox;
  private final AlertDocument documents;
  private final Clock clock;

  AlertRepository(
      Mutiny.SessionFactory sessions,
      NotificationOutbox outbox,
      AlertDocument documents,
      Clock clock) {
    this.sessions = sessions;
    this.outbox = outbox;
    this.documents = documents;
    this.clock = clock;
  }

  /**
   * An alert as a person sees it.
   *
   * @param document with evidence and history
   * @param version grows with every change
   */
  record Seen(ObjectNode document, long version) {}

  Uni<List<AlertEntity>> list(AlertQuery query) {
    return sessions.withSession(session -> select(session, query).getResultList());
  }

  private static Mutiny.SelectionQuery<AlertEntity> select(
      Mutiny.Session session, AlertQuery query) {
    Mutiny.SelectionQuery<AlertEntity> select =
        session.createSelectionQuery(query.hql(), AlertEntity.class);
    query.parameters().forEach(select::setParameter);
    return select.setMaxResults(query.limit() + 1);
  }

  Uni<Seen> get(String id) {
    return sessions.withSession(
        session -> find(session, id, LockModeType.NONE).chain(alert -> seen(session, alert)));
  }

  private Uni<Seen> seen(Mutiny.Session session, AlertEntity alert) {
    return session
        .createSelectionQuery(
            "FROM AlertChange WHERE alertId = :alert ORDER BY id", AlertChange.class)
        .setParameter("alert", alert.id)
        .getResultList()
        .map(changes -> new Seen(documents.withHistory(alert, changes), alert.version));
  }

  private static Uni<AlertEntity> find(Mutiny.Session session, String id, LockModeType lock) {
    Optional<Instant> bucket = AlertIds.openedOf(id);
    if (bucket.isEmpty()) {
      return Uni.createFrom().failure(unknown(id));
    }
    return session
        .createSelectionQuery(BY_ID, AlertEntity.class)
        .setParameter("id", id)
        .setParameter("bucket", bucket.get())
        .setLockMode(lock)
        .getSingleResultOrNull()
        .onItem()
        .ifNull()
        .failWith(() -> unknown(id));
  }

  /**
   * Changes the status of an alert, with history, notification and, if it is closed, its episode
   * silenced.
   *
   * @param version the version that the caller has seen; null: any
   */
  Uni<Seen> change(String id, StatusChange change, @Nullable Long version, String actor) {
    AlertStatus status = change.checkedStatus();
    return sessions
        .withTransaction(
            session ->
                silence(session, id, status)
                    .chain(() -> find(session, id, LockModeType.PESSIMISTIC_WRITE))
                    .invoke(alert -> requireVersion(alert, version))
                    .chain(alert -> become(session, alert, change, actor)))
        .invoke(outbox::wake);
  }

  /** Before the alert is locked, as judging does it: else the two could wait for each other. */
  private static Uni<Integer> silence(Mutiny.Session session, String id, AlertStatus status) {
    return session
        .createNativeQuery("UPDATE episode SET silenced = :silenced WHERE alert_id = :alert")
        .setParameter("silenced", status == AlertStatus.CLOSED)
        .setParameter("alert", id)
        .executeUpdate();
  }

  private Uni<Seen> become(
      Mutiny.Session session, AlertEntity alert, StatusChange change, String actor) {
    Instant now = clock.instant();
    AlertChange made = AlertChange.of(alert, change, actor, now);
    alert.become(made, change, now);
    int sequence = alert.nextSequence();
    return session
        .persist(made)
        .call(session::flush)
        .chain(() -> seen(session, alert))
        .call(
            seen ->
                outbox.write(
                    session,
                    List.of(
                        new NotificationRow(
                            alert.id,
                            sequence,
                            "status_changed",
                            documents.full(alert).toString(),
                            now))));
  }

  private static void requireVersion(AlertEntity alert, @Nullable Long version) {
    if (version != null && version != alert.version) {
      throw Problems.of(
              "version-mismatch",
              "Version mismatch",
              Status.PRECONDITION_FAILED,
              "alert '" + alert.id + "' has changed meanwhile; get it again and look")
          .build();
    }
  }

  private static RuntimeException unknown(String id) {
    return Problems.of(
            "unknown-alert", "Unknown alert", Status.NOT_FOUND, "there is no alert '" + id + "'")
        .build();
  }
}

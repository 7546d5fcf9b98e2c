package dev.tidemark.alert.rule;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Rules in PostgreSQL. */
@ApplicationScoped
public class RuleRepository {

  private static final String MARK_SHIPPED =
      "INSERT INTO shipped_rule (id) VALUES (:id) ON CONFLICT DO NOTHING";

  private final Mutiny.SessionFactory sessions;
  private final Clock clock;

  RuleRepository(Mutiny.SessionFactory sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /** All rules in order of id, in a session that goes on. */
  public Uni<List<RuleEntity>> all(Mutiny.Session session) {
    return session
        .createSelectionQuery("FROM RuleEntity ORDER BY id", RuleEntity.class)
        .getResultList();
  }

  Uni<List<RuleEntity>> page(String after, int limit) {
    return sessions.withSession(
        session ->
            session
                .createSelectionQuery(
                    "FROM RuleEntity WHERE id > :after ORDER BY id", RuleEntity.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList());
  }

  Uni<@Nullable RuleEntity> find(String id) {
    return sessions.withSession(session -> session.find(RuleEntity.class, id));
  }

  /** Rules that still have to open their jobs. */
  Uni<List<RuleEntity>> toStart() {
    return sessions.withSession(
        session ->
            session
                .createSelectionQuery(
                    "FROM RuleEntity WHERE startPending AND enabled ORDER BY id", RuleEntity.class)
                .getResultList());
  }

  /** The jobs of a rule are open; nothing if it was changed meanwhile: then it is tried again. */
  Uni<Void> started(RuleEntity rule) {
    return sessions.withTransaction(
        session ->
            session
                .createMutationQuery(
                    "UPDATE RuleEntity SET startPending = false"
                        + " WHERE id = :id AND version = :version")
                .setParameter("id", rule.id)
                .setParameter("version", rule.version)
                .executeUpdate()
                .replaceWithVoid());
  }

  /** Whether it was created; no: its id is taken. */
  Uni<Boolean> create(RuleEntity rule) {
    return sessions
        .withTransaction(session -> session.persist(rule).call(session::flush))
        .replaceWith(true)
        .onFailure(ConstraintViolationException.class)
        .recoverWithItem(false);
  }

  /** Creates a shipped rule unless it was shipped before: then it is the users'. */
  Uni<Boolean> ship(String id, RuleDefinition definition) {
    RuleEntity rule = RuleEntity.of(id, definition, "tidemark", clock.instant());
    rule.shipped = true;
    rule.enabled = true;
    rule.startPending = true;
    return sessions.withTransaction(
        session ->
            session
                .createNativeQuery(MARK_SHIPPED)
                .setParameter("id", id)
                .executeUpdate()
                .chain(
                    marked ->
                        marked == 1
                            ? session.persist(rule).replaceWith(true)
                            : Uni.createFrom().item(false)));
  }

  /** Changes a rule under its lock; null if there is none. */
  Uni<@Nullable RuleEntity> change(String id, Consumer<RuleEntity> change) {
    return sessions.withTransaction(
        session ->
            session
                .find(RuleEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                .invoke(rule -> applyIfThere(rule, change))
                .call(session::flush));
  }

  private static void applyIfThere(@Nullable RuleEntity rule, Consumer<RuleEntity> change) {
    if (rule != null) {
      change.accept(rule);
    }
  }

  /** Deletes a rule that passes a check; null if there is none. */
  Uni<@Nullable RuleEntity> delete(String id, Consumer<RuleEntity> check) {
    return sessions.withTransaction(
        session ->
            session
                .find(RuleEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                .invoke(rule -> applyIfThere(rule, check))
                .call(rule -> rule == null ? Uni.createFrom().voidItem() : session.remove(rule)));
  }
}

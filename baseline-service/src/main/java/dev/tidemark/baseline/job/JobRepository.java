package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.baseline.outbox.OutboxMessage;
import dev.tidemark.baseline.store.OutboxWakeup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in PostgreSQL. A change locks the job's row, so the messages about a job have the order of
 * its revisions.
 */
@ApplicationScoped
public class JobRepository {

  private static final String MARK_SHIPPED =
      "INSERT INTO shipped_job (id) VALUES (:id) ON CONFLICT DO NOTHING";

  private final Mutiny.SessionFactory sessions;
  private final OutboxWakeup outbox;

  JobRepository(Mutiny.SessionFactory sessions, OutboxWakeup outbox) {
    this.sessions = sessions;
    this.outbox = outbox;
  }

  /** A step of a change: what becomes of the job as it is, in the session of the change. */
  public interface Step extends BiFunction<Mutiny.Session, Job, Uni<Change>> {}

  /**
   * What becomes of a job.
   *
   * @param job the job as it is from here on
   * @param messages what has to be told before the job's snapshot, in order; empty with the same
   *     job: nothing happened
   * @param deleted whether it is gone
   */
  public record Change(Job job, List<OutboxMessage> messages, boolean deleted) {
    /** Copies the messages. */
    public Change {
      messages = List.copyOf(messages);
    }

    /** The job changes. */
    public static Change to(Job job, List<OutboxMessage> messages) {
      return new Change(job, messages, false);
    }

    /** The job stays as it is. */
    public static Change none(Job job) {
      return new Change(job, List.of(), false);
    }

    /** Messages go out, but the job stays as it is. */
    public static Change tell(Job job, List<OutboxMessage> messages) {
      return new Change(job, messages, false);
    }
  }

  /** The job with an id; UNKNOWN_JOB if there is none. */
  public Uni<Job> get(String id) {
    return sessions
        .withSession(session -> session.find(JobEntity.class, id))
        .map(row -> known(id, row));
  }

  /** Jobs in order of id, after one. */
  Uni<List<Job>> list(String after, int limit) {
    return sessions
        .withSession(
            session ->
                session
                    .createSelectionQuery(
                        "FROM JobEntity WHERE id > :after ORDER BY id", JobEntity.class)
                    .setParameter("after", after)
                    .setMaxResults(limit)
                    .getResultList())
        .map(rows -> rows.stream().map(JobEntity::toJob).toList());
  }

  /** Creates a job; JOB_EXISTS if its id is taken. */
  Uni<Job> create(Job job) {
    return sessions
        .withTransaction(session -> insert(session, job))
        // Two at once: both find none, one loses at the primary key.
        .onFailure(ConstraintViolationException.class)
        .recoverWithItem(false)
        .invoke(outbox::wake)
        .map(created -> orTaken(created, job));
  }

  private static Job orTaken(boolean created, Job job) {
    if (!created) {
      throw new Refusal(
          Refusal.Code.JOB_EXISTS,
          "There is a job '" + job.id() + "' already; choose another id or delete it.");
    }
    return job;
  }

  /**
   * Creates a shipped job unless it was shipped before: then it is the users', even if they deleted
   * it. Instances may race; one wins.
   *
   * @return whether it was created now
   */
  Uni<Boolean> ship(Job job) {
    return sessions
        .withTransaction(
            session ->
                session
                    .createNativeQuery(MARK_SHIPPED)
                    .setParameter("id", job.id())
                    .executeUpdate()
                    .chain(
                        marked ->
                            marked == 1 ? insert(session, job) : Uni.createFrom().item(false)))
        .invoke(outbox::wake);
  }

  /**
   * Changes a job in one transaction with its messages, and wakes the outbox afterwards.
   *
   * @param id the job's id; UNKNOWN_JOB if there is none
   * @param step decides; a {@link Refusal} rolls everything back
   * @return the job as it is afterwards
   */
  public Uni<Job> change(String id, Step step) {
    return sessions
        .withTransaction(session -> changeIn(session, id, step))
        .invoke(outbox::wake)
        .map(Change::job);
  }

  private static Uni<Change> changeIn(Mutiny.Session session, String id, Step step) {
    return session
        .find(JobEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            row ->
                step.apply(session, known(id, row))
                    .chain(change -> write(session, known(row), change)));
  }

  private static Uni<Change> write(Mutiny.Session session, JobEntity row, Change change) {
    boolean changed = change.job().revision() != row.revision;
    Uni<Void> told = persistInOrder(session, change.messages());
    if (change.deleted()) {
      return told.chain(() -> session.persist(ShardCommands.tombstone(change.job())))
          .chain(() -> session.remove(row))
          .replaceWith(change);
    }
    if (!changed) {
      return told.replaceWith(change);
    }
    row.become(change.job());
    return told.chain(() -> session.persist(ShardCommands.snapshot(change.job())))
        .replaceWith(change);
  }

  private static Uni<Void> persistInOrder(Mutiny.Session session, List<OutboxMessage> messages) {
    Uni<Void> written = Uni.createFrom().voidItem();
    for (OutboxMessage message : messages) {
      written = written.chain(() -> session.persist(message));
    }
    return written;
  }

  private static Uni<Boolean> insert(Mutiny.Session session, Job job) {
    return session
        .find(JobEntity.class, job.id())
        .chain(
            existing ->
                Optional.ofNullable(existing).isPresent()
                    ? Uni.createFrom().item(false)
                    : session
                        .persist(JobEntity.of(job))
                        .chain(() -> session.persist(ShardCommands.snapshot(job)))
                        .replaceWith(true));
  }

  private static Job known(String id, @Nullable JobEntity row) {
    if (row == null) {
      throw new Refusal(Refusal.Code.UNKNOWN_JOB, "There is no job '" + id + "'.");
    }
    return row.toJob();
  }

  private static JobEntity known(@Nullable JobEntity row) {
    if (row == null) {
      throw new IllegalStateException("a job that was found is gone within its transaction");
    }
    return row;
  }
}

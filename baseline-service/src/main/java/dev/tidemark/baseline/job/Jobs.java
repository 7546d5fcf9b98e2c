package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.definition.JobDefinition;
import dev.tidemark.baseline.job.JobRepository.Change;
import dev.tidemark.baseline.ops.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What people may do with jobs, and when. */
@ApplicationScoped
public class Jobs {

  /**
   * A live job starts at a bucket edge at least this far ahead: ingest-service learns of it first.
   */
  public static final Duration NOTICE = Duration.ofMinutes(1);

  /** The caller does not mind which revision it changes. */
  static final long ANY_REVISION = -1;

  private final JobRepository repository;
  private final Clock clock;

  Jobs(JobRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /** The job with an id. */
  public Uni<Job> get(String id) {
    return repository.get(id);
  }

  Uni<List<Job>> list(String after, int limit) {
    return repository.list(after, limit);
  }

  Uni<Job> create(JobDefinition definition) {
    return repository.create(Job.created(UUID.randomUUID(), definition, false, clock.instant()));
  }

  Uni<Boolean> ship(JobDefinition definition) {
    return repository.ship(Job.created(UUID.randomUUID(), definition, true, clock.instant()));
  }

  /** Changes the definition, if the job still has the revision that the caller saw. */
  Uni<Job> patch(String id, long seen, UnaryOperator<JobDefinition> patch, String actor) {
    return repository.change(
        id, (session, job) -> Uni.createFrom().item(() -> patched(job, seen, patch, actor)));
  }

  private Change patched(Job job, long seen, UnaryOperator<JobDefinition> patch, String actor) {
    if (seen != ANY_REVISION && job.revision() != seen) {
      throw new Refusal(
          Refusal.Code.REVISION_MISMATCH,
          "Job '"
              + job.id()
              + "' has revision "
              + job.revision()
              + ", not "
              + seen
              + ": get it again and decide anew.");
    }
    try {
      JobDefinition after = patch.apply(job.definition());
      if (after.equals(job.definition())) {
        return Change.none(job);
      }
      Job changed = job.changed(after, clock.instant());
      return Change.to(changed, ShardCommands.change(changed, actor));
    } catch (InvalidDefinition fault) {
      throw Refusal.of(fault);
    }
  }

  /** Opens a job: live from the next bucket edge with some notice on. Open already: nothing. */
  public Uni<Job> open(String id, String actor) {
    return repository.change(id, (session, job) -> Uni.createFrom().item(() -> opened(job, actor)));
  }

  private Change opened(Job job, String actor) {
    return switch (job.state()) {
      case LIVE -> Change.none(job);
      case BACKFILLING -> throw backfilling(job, "opened");
      case CLOSED -> {
        Instant now = clock.instant();
        Job live = job.live(job.definition().bucketSpan().ceiling(now.plus(NOTICE)), now);
        yield Change.to(live, ShardCommands.open(live, actor));
      }
    };
  }

  /** Closes a job. Closed already: nothing. */
  Uni<Job> close(String id, String actor) {
    return repository.change(id, (session, job) -> Uni.createFrom().item(() -> closed(job, actor)));
  }

  private Change closed(Job job, String actor) {
    return switch (job.state()) {
      case CLOSED -> Change.none(job);
      case BACKFILLING -> throw backfilling(job, "closed");
      case LIVE -> {
        Job closed = job.closed(clock.instant());
        yield Change.to(closed, ShardCommands.close(closed, actor));
      }
    };
  }

  /** Deletes a closed job with all that was learned. */
  Uni<Job> delete(String id, String actor) {
    return repository.change(
        id, (session, job) -> Uni.createFrom().item(() -> deleted(job, actor)));
  }

  private static Change deleted(Job job, String actor) {
    if (job.state() != Job.State.CLOSED) {
      throw new Refusal(
          Refusal.Code.WRONG_STATE,
          "Job '"
              + job.id()
              + "' is "
              + (job.state() == Job.State.LIVE
                  ? "live; close it first."
                  : "in a backfill; end it first."));
    }
    return new Change(job, ShardCommands.delete(job, actor), true);
  }

  private static Refusal backfilling(Job job, String verb) {
    return new Refusal(
        Refusal.Code.WRONG_STATE,
        "Job '"
            + job.id()
            + "' is in backfill "
            + job.backfillId()
            + " and cannot be "
            + verb
            + " now; end the backfill first.");
  }
}

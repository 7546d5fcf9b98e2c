package dev.tidemark.baseline.definition;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands: its definition and what it does now. Every change gives a new one with the
 * next revision.
 *
 * <pre>
 *            open                 start of a backfill
 *   CLOSED --------> LIVE     CLOSED, LIVE (nothing judged) --------> BACKFILLING
 *   CLOSED <-------- LIVE     CLOSED or LIVE &lt;-------- BACKFILLING
 *            close                         end of it
 * </pre>
 *
 * @param uid one creation's identity
 * @param definition what to model
 * @param state what it does now
 * @param liveFrom live events from this time on count, a bucket's start; null while not live
 * @param backfillId the running backfill; null while there is none
 * @param shipped whether Tidemark ships it
 * @param revision grows with every change, from 1
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 */
public record Job(
    UUID uid,
    JobDefinition definition,
    State state,
    @Nullable Instant liveFrom,
    @Nullable UUID backfillId,
    boolean shipped,
    long revision,
    Instant createdAt,
    Instant updatedAt) {

  /** What a job does. */
  public enum State {
    /** Nothing counts. */
    CLOSED,
    /** Live events count. */
    LIVE,
    /** Only its backfill counts. */
    BACKFILLING
  }

  /** A new job, closed. */
  public static Job created(UUID uid, JobDefinition definition, boolean shipped, Instant now) {
    return new Job(uid, definition, State.CLOSED, null, null, shipped, 1, now, now);
  }

  /** Its id. */
  public String id() {
    return definition.id();
  }

  /** The job, live from a bucket's start on. */
  public Job live(Instant from, Instant now) {
    return new Job(uid, definition, State.LIVE, from, null, shipped, revision + 1, createdAt, now);
  }

  /** The job, closed. */
  public Job closed(Instant now) {
    return new Job(
        uid, definition, State.CLOSED, null, null, shipped, revision + 1, createdAt, now);
  }

  /** The job with a running backfill. */
  public Job backfilling(UUID backfill, Instant now) {
    return new Job(
        uid, definition, State.BACKFILLING, null, backfill, shipped, revision + 1, createdAt, now);
  }

  /** The job with another definition. */
  public Job changed(JobDefinition other, Instant now) {
    return new Job(uid, other, state, liveFrom, backfillId, shipped, revision + 1, createdAt, now);
  }
}

package dev.tidemark.baseline.definition;

import java.time.Instant;
import java.util.List;
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
 * @param scheduledEvents when nothing alerts and nothing is learned, in the order in which they
 *     were made
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
    List<ScheduledEvent> scheduledEvents,
    boolean shipped,
    long revision,
    Instant createdAt,
    Instant updatedAt) {

  /** Copies the events. */
  public Job {
    scheduledEvents = List.copyOf(scheduledEvents);
  }

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
    return new Job(uid, definition, State.CLOSED, null, null, List.of(), shipped, 1, now, now);
  }

  /** Its id. */
  public String id() {
    return definition.id();
  }

  /** The job, live from a bucket's start on. */
  public Job live(Instant from, Instant now) {
    return next(definition, State.LIVE, from, null, scheduledEvents, now);
  }

  /** The job, closed. */
  public Job closed(Instant now) {
    return next(definition, State.CLOSED, null, null, scheduledEvents, now);
  }

  /** The job with a running backfill. */
  public Job backfilling(UUID backfill, Instant now) {
    return next(definition, State.BACKFILLING, null, backfill, scheduledEvents, now);
  }

  /** The job with another definition. */
  public Job changed(JobDefinition other, Instant now) {
    return next(other, state, liveFrom, backfillId, scheduledEvents, now);
  }

  /** The job with other scheduled events. */
  public Job scheduled(List<ScheduledEvent> events, Instant now) {
    return next(definition, state, liveFrom, backfillId, events, now);
  }

  private Job next(
      JobDefinition definition,
      State state,
      @Nullable Instant liveFrom,
      @Nullable UUID backfillId,
      List<ScheduledEvent> scheduledEvents,
      Instant now) {
    return new Job(
        uid,
        definition,
        state,
        liveFrom,
        backfillId,
        scheduledEvents,
        shipped,
        revision + 1,
        createdAt,
        now);
  }
}

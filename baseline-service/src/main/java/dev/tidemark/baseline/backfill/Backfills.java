package dev.tidemark.baseline.backfill;

import dev.tidemark.baseline.backfill.CountsReader.Counts;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.job.JobRepository;
import dev.tidemark.baseline.job.JobRepository.Change;
import dev.tidemark.baseline.job.Jobs;
import dev.tidemark.baseline.job.ShardTable;
import dev.tidemark.baseline.job.ShardTable.ShardState;
import dev.tidemark.contract.BucketSpan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What people may do with backfills, and when. */
@ApplicationScoped
public class Backfills {

  private static final String ANY_BUCKET =
      "SELECT count(*) FROM (SELECT 1 FROM bucket WHERE job_uid = :uid LIMIT 1) AS found";

  private final JobRepository jobs;
  private final ShardTable shards;
  private final Mutiny.SessionFactory sessions;
  private final Clock clock;

  Backfills(JobRepository jobs, ShardTable shards, Mutiny.SessionFactory sessions, Clock clock) {
    this.jobs = jobs;
    this.shards = shards;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** A step inside of a session: what becomes of the job. */
  private interface Step extends BiFunction<Job, BackfillEntity, Change> {}

  /** Begins a session at a bucket's start. */
  Uni<BackfillView> begin(String jobId, Instant from, boolean openAlerts, String actor) {
    return jobs.get(jobId)
        .chain(job -> shards.of(job.uid()))
        .chain(
            states ->
                jobs.change(
                    jobId, (session, job) -> begin(session, job, states, from, openAlerts, actor)))
        .chain(job -> get(jobId, String.valueOf(job.backfillId())));
  }

  private Uni<Change> begin(
      Mutiny.Session session,
      Job job,
      List<ShardState> states,
      Instant from,
      boolean openAlerts,
      String actor) {
    Instant now = clock.instant();
    checkStart(job, from, now);
    return session
        .createNativeQuery(ANY_BUCKET, Long.class)
        .setParameter("uid", job.uid())
        .getSingleResult()
        .invoke(buckets -> checkJudged(job, states, buckets > 0, from))
        .map(judged -> BackfillEntity.begin(job.uid(), from, openAlerts, now))
        .call(session::persist)
        .map(entity -> BackfillCommands.start(job.backfilling(entity.id, now), entity, actor));
  }

  private static void checkStart(Job job, Instant from, Instant now) {
    BucketSpan span = job.definition().bucketSpan();
    if (!span.floor(from).equals(from)) {
      throw BackfillRefusals.body(
          "/from",
          "from "
              + from
              + " is not the start of a bucket; the nearest are "
              + span.floor(from)
              + " and "
              + span.ceiling(from));
    }
    if (!from.isBefore(now)) {
      throw BackfillRefusals.body("/from", "from " + from + " is not in the past");
    }
    if (job.state() == Job.State.BACKFILLING) {
      throw BackfillRefusals.state(
          "Job '" + job.id() + "' has backfill " + job.backfillId() + " already; end it first.");
    }
  }

  private static void checkJudged(
      Job job, List<ShardState> states, boolean anyBucket, Instant from) {
    if (!anyBucket) {
      return;
    }
    if (job.state() == Job.State.LIVE) {
      throw BackfillRefusals.state(
          "Job '"
              + job.id()
              + "' is live and has judged buckets already; close it first, and"
              + " begin where it stopped, or backfill a new job.");
    }
    long judged = states.stream().mapToLong(ShardState::closedUntilSecond).max().orElse(0);
    if (from.getEpochSecond() < judged) {
      throw BackfillRefusals.state(
          "Job '"
              + job.id()
              + "' has judged everything before "
              + Instant.ofEpochSecond(judged)
              + " and never judges twice; begin there or later, or backfill a new job.");
    }
  }

  /** The sessions of a job, newest first, at most 1,000. */
  Uni<List<BackfillView>> list(String jobId) {
    return jobs.get(jobId).chain(job -> shards.of(job.uid()).chain(states -> list(job, states)));
  }

  private Uni<List<BackfillView>> list(Job job, List<ShardState> states) {
    return sessions
        .withSession(
            session ->
                session
                    .createSelectionQuery(
                        "FROM BackfillEntity WHERE jobUid = :uid ORDER BY createdAt DESC, id",
                        BackfillEntity.class)
                    .setParameter("uid", job.uid())
                    .setMaxResults(1_000)
                    .getResultList())
        .map(rows -> rows.stream().map(row -> BackfillView.of(job, row, states)).toList());
  }

  /** One session, with its progress. */
  Uni<BackfillView> get(String jobId, String id) {
    return jobs.get(jobId)
        .chain(
            job ->
                sessions
                    .withSession(session -> find(session, job, id))
                    .chain(
                        row ->
                            shards.of(job.uid()).map(states -> BackfillView.of(job, row, states))));
  }

  /** Takes counts; durable when done. */
  Uni<CountsReader.Outcome> count(String jobId, String id, Counts counts, @Nullable String key) {
    return jobs.get(jobId)
        .chain(
            job ->
                sessions
                    .withSession(session -> find(session, job, id))
                    .map(row -> read(counts, job, row)))
        .call(
            outcome ->
                inSession(jobId, id, (job, entity) -> take(job, entity, outcome.counts(), key)));
  }

  private CountsReader.Outcome read(Counts counts, Job job, BackfillEntity entity) {
    return new CountsReader(job, entity.startsAt, entity.advancedUntil, clock.instant())
        .read(counts);
  }

  private Change take(
      Job job, BackfillEntity entity, List<CountLine> counts, @Nullable String key) {
    entity.active(clock.instant());
    return Change.tell(job, CountUpdates.of(job, entity.id, counts, key));
  }

  /** Everything before a time has been sent. */
  Uni<Job> advance(String jobId, String id, Instant until, String actor) {
    return inSession(jobId, id, (job, entity) -> advance(job, entity, until, actor));
  }

  private Change advance(Job job, BackfillEntity entity, Instant until, String actor) {
    Instant now = clock.instant();
    if (until.isAfter(now)) {
      throw BackfillRefusals.body("/until", "until " + until + " is in the future");
    }
    if (until.isBefore(entity.startsAt)) {
      throw BackfillRefusals.body(
          "/until", "until " + until + " is before the session's start " + entity.startsAt);
    }
    entity.active(now);
    Instant before = entity.advancedUntil;
    if (before != null && !until.isAfter(before)) {
      return Change.none(job);
    }
    entity.advancedUntil = until;
    return BackfillCommands.advance(job, entity.id, until, actor);
  }

  /** Ends a session; the job is live or closed from here on. */
  Uni<Job> end(String jobId, String id, boolean live, String actor) {
    return inSession(jobId, id, (job, entity) -> end(job, entity, live, actor));
  }

  private Change end(Job job, BackfillEntity entity, boolean live, String actor) {
    Instant now = clock.instant();
    Job after = live ? job.live(liveFrom(job, entity, now), now) : job.closed(now);
    entity.end(after.revision(), now);
    return BackfillCommands.end(after, entity.id, actor);
  }

  // Sent up to the bucket at hand: that bucket's events are in the session and stay counted.
  private static Instant liveFrom(Job job, BackfillEntity entity, Instant now) {
    BucketSpan span = job.definition().bucketSpan();
    Instant current = span.floor(now);
    Instant advanced = entity.advancedUntil;
    return advanced != null && !advanced.isBefore(current)
        ? current
        : span.ceiling(now.plus(Jobs.NOTICE));
  }

  private Uni<Job> inSession(String jobId, String id, Step step) {
    return jobs.change(
        jobId,
        (session, job) ->
            find(session, job, id)
                .invoke(entity -> checkRunning(job, entity))
                .map(entity -> step.apply(job, entity)));
  }

  private static void checkRunning(Job job, BackfillEntity entity) {
    if (entity.isOver() || !entity.id.equals(job.backfillId())) {
      throw BackfillRefusals.state(
          "Backfill " + entity.id + " is over since " + entity.endedAt + "; begin another one.");
    }
  }

  private static Uni<BackfillEntity> find(Mutiny.Session session, Job job, String id) {
    UUID uuid;
    try {
      uuid = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw BackfillRefusals.unknown(job, id);
    }
    return session
        .find(BackfillEntity.class, uuid)
        .map(
            row -> {
              if (row == null || !row.jobUid.equals(job.uid())) {
                throw BackfillRefusals.unknown(job, id);
              }
              return row;
            });
  }
}

package dev.tidemark.baseline.snapshot;

import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.job.JobRepository;
import dev.tidemark.baseline.job.JobRepository.Change;
import dev.tidemark.baseline.job.ShardCommands;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.proto.bucket.v1.RevertShard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The snapshots that owners have taken of a job, and going back to one. */
@ApplicationScoped
class JobSnapshots {

  private static final String SNAPSHOTS =
      """
      SELECT taken_s, count(*) AS shards, sum(series)::bigint AS series
      FROM snapshot WHERE job_uid = $1 GROUP BY taken_s ORDER BY taken_s DESC LIMIT $2""";

  private final JobRepository jobs;
  private final Pool pool;

  JobSnapshots(JobRepository jobs, Pool pool) {
    this.jobs = jobs;
    this.pool = pool;
  }

  /** The snapshots of a job, newest first. */
  Uni<List<SnapshotView>> list(String jobId) {
    return jobs.get(jobId).chain(this::of);
  }

  private Uni<List<SnapshotView>> of(Job job) {
    return pool.preparedQuery(SNAPSHOTS)
        .execute(Tuple.of(job.uid(), Chunk.MOST_SNAPSHOTS))
        .map(
            rows -> {
              List<SnapshotView> found = new ArrayList<>();
              rows.forEach(row -> found.add(view(row, job)));
              return found;
            });
  }

  private static SnapshotView view(Row row, Job job) {
    Instant taken = Instant.ofEpochSecond(row.getLong("taken_s"));
    long shards = row.getLong("shards");
    return new SnapshotView(
        taken.atOffset(ZoneOffset.UTC).toLocalDate(),
        taken,
        shards,
        shards == job.definition().shards(),
        row.getLong("series"));
  }

  /**
   * Sends every shard of a job back to a snapshot; UNKNOWN_SNAPSHOT if there is none, WRONG_STATE
   * if not every shard has it.
   */
  Uni<SnapshotView> revert(String jobId, String id, String actor) {
    return jobs.get(jobId)
        .chain(job -> of(job).map(found -> find(job, found, id)))
        .call(
            snapshot ->
                jobs.change(
                    jobId,
                    (session, job) -> Uni.createFrom().item(() -> reverted(job, snapshot, actor))));
  }

  private static SnapshotView find(Job job, List<SnapshotView> found, String id) {
    SnapshotView snapshot =
        found.stream()
            .filter(known -> known.id().toString().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Code.UNKNOWN_SNAPSHOT,
                        "Job '" + job.id() + "' has no snapshot '" + id + "'; list them."));
    if (!snapshot.complete()) {
      throw new Refusal(
          Refusal.Code.WRONG_STATE,
          "Only "
              + snapshot.shards()
              + " of "
              + job.definition().shards()
              + " shards have snapshot "
              + id
              + "; wait for the others or choose another one.");
    }
    return snapshot;
  }

  private static Change reverted(Job job, SnapshotView snapshot, String actor) {
    RevertShard revert =
        RevertShard.newBuilder().setTakenS(snapshot.takenAt().getEpochSecond()).build();
    return Change.tell(
        job, ShardCommands.toEveryShard(job, actor, command -> command.setRevert(revert)));
  }
}

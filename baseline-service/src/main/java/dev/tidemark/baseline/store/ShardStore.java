package dev.tidemark.baseline.store;

import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.Expectation;
import dev.tidemark.baseline.bucket.Partition;
import dev.tidemark.baseline.store.Rows.Place;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a stretch of the log has changed, in one fenced transaction: it counts only while the
 * writer still owns the partition and stands where the stored state stands.
 */
@ApplicationScoped
public class ShardStore {

  private static final String FENCE =
      "UPDATE partition_owner SET next_offset = $4, last_append_ms = $5"
          + " WHERE partition_id = $1 AND epoch = $2 AND next_offset = $3";

  private final Pool pool;
  private final Months months;

  ShardStore(Pool pool, Months months) {
    this.pool = pool;
    this.months = months;
  }

  /**
   * Commits; a shard that was reverted has the models of its snapshot in memory too, afterwards.
   *
   * @param fence what must still be true
   * @param partition the partition as it is to be stored
   * @param chunk what changed in it
   * @param rows results and messages
   * @return fails with {@link FencedOut} when the partition has another owner; on any other failure
   *     the outcome is unknown
   */
  public Uni<Void> commit(Fence fence, Partition partition, Chunk chunk, Rows rows) {
    return months
        .ensure(rows)
        .chain(
            () ->
                pool.withTransaction(
                    connection -> write(connection, fence, partition, chunk, rows)))
        .chain(() -> reload(chunk));
  }

  private Uni<Void> reload(Chunk chunk) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Chunk.Revert revert : chunk.reverts()) {
      all = all.chain(() -> Ownership.reload(pool, revert.shard()));
    }
    return all;
  }

  private static Uni<Void> write(
      SqlConnection connection, Fence fence, Partition partition, Chunk chunk, Rows rows) {
    return holdFence(connection, fence, partition)
        .chain(() -> StateWrites.write(connection, partition, chunk))
        .chain(() -> ResultWrites.write(connection, rows));
  }

  private static Uni<Void> holdFence(SqlConnection connection, Fence fence, Partition partition) {
    Tuple values =
        Tuple.of(
            fence.partition(),
            fence.epoch(),
            fence.offset(),
            partition.nextOffset(),
            partition.lastAppendMs());
    return connection
        .preparedQuery(FENCE)
        .execute(values)
        .invoke(
            updated -> {
              if (updated.rowCount() != 1) {
                throw new FencedOut(fence.partition());
              }
            })
        .replaceWithVoid();
  }

  /** Closed buckets of these places that late events may still change, as far as they are kept. */
  public Uni<List<Repairable>> repairables(List<Place> places) {
    return ResultReads.repairables(pool, places);
  }

  /** Actual values of expected buckets that were judged, by start in epoch seconds. */
  public Uni<Map<Long, Double>> judged(Expectation expectation) {
    return ResultReads.judged(pool, expectation);
  }

  /** Actual values of these places, as far as they are known. */
  public Uni<Map<Place, Double>> actuals(List<Place> places) {
    return ResultReads.actuals(pool, places);
  }

  /**
   * A closed bucket as it is kept for repairs.
   *
   * @param place which bucket
   * @param aggregate what was counted, encoded
   * @param evidence what it was scored with, encoded
   * @param scheduledEvent name of the scheduled event that it is under; null: none
   * @param told whether it has a record
   */
  public record Repairable(
      Place place,
      Rows.Bytes aggregate,
      Rows.Bytes evidence,
      @Nullable String scheduledEvent,
      boolean told) {}
}

package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shards of a job as their owners last committed them. Read only: owners write. */
@ApplicationScoped
public class ShardTable {

  private static final String SHARDS =
      """
      SELECT shard, partition_id, job, mode, watermark_ms, closed_until_s, trailing_gaps,
             feed_position, backfill_id, statistics::text AS statistics
      FROM shard WHERE job_uid = $1 ORDER BY shard""";

  private final Pool pool;

  ShardTable(Pool pool) {
    this.pool = pool;
  }

  /**
   * A shard.
   *
   * @param shard its number
   * @param partition the Kafka partition that owns it
   * @param mode closed, live or history
   * @param watermarkMillis event time before which no more events are expected, epoch milliseconds;
   *     far in the past before the first one
   * @param closedUntilSecond buckets that end here or before are judged, epoch seconds; far in the
   *     past before the first one
   * @param trailingGaps gaps in a row that end there
   * @param feedPosition its last message on tidemark.anomalies
   * @param backfillId the backfill it is in; null: none
   * @param revision revision of the job that it works with
   * @param statistics its counters
   */
  public record ShardState(
      int shard,
      int partition,
      String mode,
      long watermarkMillis,
      long closedUntilSecond,
      int trailingGaps,
      long feedPosition,
      @Nullable UUID backfillId,
      long revision,
      JsonNode statistics) {}

  /** All shards of a job that its owners know, in order. */
  public Uni<List<ShardState>> of(UUID jobUid) {
    return pool.preparedQuery(SHARDS)
        .execute(Tuple.of(jobUid))
        .map(
            rows -> {
              List<ShardState> shards = new ArrayList<>();
              rows.forEach(row -> shards.add(state(row)));
              return shards;
            });
  }

  private static ShardState state(Row row) {
    return new ShardState(
        row.getInteger("shard"),
        row.getInteger("partition_id"),
        row.getString("mode"),
        row.getLong("watermark_ms"),
        row.getLong("closed_until_s"),
        row.getInteger("trailing_gaps"),
        row.getLong("feed_position"),
        row.getUUID("backfill_id"),
        revision(row.getDelegate().getBuffer("job").getBytes()),
        JobJson.tree(row.getString("statistics")));
  }

  private static long revision(byte[] job) {
    try {
      return dev.tidemark.proto.job.v1.Job.parseFrom(job).getRevision();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the table holds a job that cannot be read", e);
    }
  }
}

package dev.tidemark.baseline.store;

import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.FrozenPrediction;
import dev.tidemark.baseline.bucket.Partition;
import dev.tidemark.baseline.bucket.SeriesModel;
import dev.tidemark.baseline.bucket.ShardJob;
import dev.tidemark.baseline.bucket.ShardMode;
import dev.tidemark.baseline.bucket.ShardState;
import dev.tidemark.baseline.bucket.ShardStatistics;
import dev.tidemark.baseline.kafka.AggregateCodec;
import dev.tidemark.baseline.kafka.JobCodec;
import dev.tidemark.baseline.model.Baselines;
import dev.tidemark.baseline.model.UsualShares;
import dev.tidemark.baseline.scoring.FrozenPredictions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes partitions over: raises the epoch, so that an earlier owner is fenced out, and loads them.
 */
@ApplicationScoped
public class Ownership {

  private static final String TAKE =
      """
      INSERT INTO partition_owner (partition_id, epoch, next_offset, last_append_ms)
      VALUES ($1, 1, 0, 0)
      ON CONFLICT (partition_id) DO UPDATE SET epoch = partition_owner.epoch + 1
      RETURNING epoch, next_offset, last_append_ms
      """;

  private static final String OF_SHARDS =
      " s JOIN shard USING (job_uid, shard) WHERE shard.partition_id = $1";

  private final Pool pool;

  Ownership(Pool pool) {
    this.pool = pool;
  }

  /**
   * A partition that is owned.
   *
   * @param partition its state
   * @param epoch the epoch that is this owner's
   */
  public record Owned(Partition partition, long epoch) {}

  /**
   * Makes sure that the topic has as many partitions as at first start: with another number shards
   * would move away from their state.
   *
   * @return fails with {@link OtherPartitions}, naming both numbers, when it has not
   */
  public Uni<Void> verify(int partitions) {
    return pool.preparedQuery(
            "INSERT INTO installation (partitions) VALUES ($1)"
                + " ON CONFLICT (singleton) DO UPDATE SET partitions = installation.partitions"
                + " RETURNING partitions")
        .execute(Tuple.of(partitions))
        .map(rows -> rows.iterator().next().getInteger("partitions"))
        .invoke(stored -> requireSame(stored, partitions))
        .replaceWithVoid();
  }

  private static void requireSame(int stored, int partitions) {
    if (stored != partitions) {
      throw new OtherPartitions(stored, partitions);
    }
  }

  /** The topic has another number of partitions than at first start: not to be started with. */
  public static final class OtherPartitions extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    OtherPartitions(int stored, int found) {
      super(
          "tidemark.bucket-updates has "
              + found
              + " partitions but had "
              + stored
              + " at first start: give the topic that number again");
    }
  }

  /**
   * Takes a partition over.
   *
   * @param id the partition
   * @param partitions how many there are
   * @param catchUpMs see {@link Partition}
   */
  public Uni<Owned> take(int id, int partitions, long catchUpMs) {
    return pool.withTransaction(connection -> take(connection, id, partitions, catchUpMs));
  }

  private static Uni<Owned> take(SqlConnection connection, int id, int partitions, long catchUpMs) {
    return connection
        .preparedQuery(TAKE)
        .execute(Tuple.of(id))
        .map(rows -> rows.iterator().next())
        .chain(
            row -> {
              Partition partition =
                  new Partition(
                      id,
                      partitions,
                      catchUpMs,
                      row.getLong("next_offset"),
                      row.getLong("last_append_ms"));
              return load(connection, partition)
                  .replaceWith(new Owned(partition, row.getLong("epoch")));
            });
  }

  private static Uni<Void> load(SqlConnection connection, Partition partition) {
    return rows(connection, "SELECT * FROM shard WHERE partition_id = $1", partition)
        .invoke(rows -> rows.forEach(row -> addShard(partition, row)))
        .chain(() -> rows(connection, "SELECT s.* FROM series" + OF_SHARDS, partition))
        .invoke(rows -> rows.forEach(row -> addSeries(partition, row)))
        .chain(() -> rows(connection, "SELECT s.* FROM open_bucket" + OF_SHARDS, partition))
        .invoke(rows -> rows.forEach(row -> addOpen(partition, row)))
        .chain(() -> rows(connection, "SELECT s.* FROM alive_bucket" + OF_SHARDS, partition))
        .invoke(
            rows ->
                rows.forEach(
                    row -> shard(partition, row).bucket(row.getLong("bucket_start_s")).setAlive()))
        .chain(
            () ->
                rows(
                    connection,
                    "SELECT s.* FROM seen_batch" + OF_SHARDS + " ORDER BY s.appended_ms",
                    partition))
        .invoke(
            rows ->
                rows.forEach(
                    row ->
                        partition.remember(
                            new Chunk.SeenPart(
                                ResultReads.shard(row),
                                row.getString("batch"),
                                row.getInteger("part"),
                                row.getLong("appended_ms"),
                                row.getLong("kept_ms")))))
        .replaceWithVoid();
  }

  private static Uni<RowSet<Row>> rows(SqlConnection connection, String sql, Partition partition) {
    return connection.preparedQuery(sql).execute(Tuple.of(partition.id()));
  }

  private static void addShard(Partition partition, Row row) {
    UUID backfill = row.getUUID("backfill_id");
    ShardState.Position position =
        new ShardState.Position(
            ShardMode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
            row.getLong("watermark_ms"),
            row.getLong("hold_until_ms"),
            row.getLong("closed_until_s"),
            row.getInteger("trailing_gaps"),
            row.getLong("feed_position"),
            backfill == null ? "" : backfill.toString(),
            row.getLong("history_from_s"),
            row.getBoolean("open_alerts"));
    ShardState shard =
        new ShardState(
            ResultReads.shard(row),
            JobCodec.decode(ResultReads.bytes(row, "job")),
            position,
            statistics(row));
    partition.shards().put(shard.key(), shard);
  }

  private static ShardStatistics statistics(Row row) {
    JsonObject stored = (JsonObject) row.getValue("statistics");
    Map<String, Long> counters = new HashMap<>();
    stored.fieldNames().forEach(name -> counters.put(name, stored.getLong(name)));
    return new ShardStatistics(counters);
  }

  private static void addSeries(Partition partition, Row row) {
    ShardState shard = shard(partition, row);
    shard.models().put(ResultReads.series(row), model(row, shard.job()));
  }

  private static SeriesModel model(Row row, ShardJob job) {
    return new SeriesModel(
        Baselines.decode(ResultReads.bytes(row, "model"), job.span(), job.zone()),
        UsualShares.decode(ResultReads.bytes(row, "usual"), job.span(), job.zone()));
  }

  /**
   * Replaces the models of a shard in memory by those of the table: a revert has changed them
   * there.
   */
  static Uni<Void> reload(Pool pool, ShardState shard) {
    return pool.preparedQuery("SELECT * FROM series WHERE job_uid = $1 AND shard = $2")
        .execute(StateWrites.key(shard.key()))
        .invoke(
            rows -> {
              shard.models().clear();
              rows.forEach(
                  row -> shard.models().put(ResultReads.series(row), model(row, shard.job())));
            })
        .replaceWithVoid();
  }

  private static void addOpen(Partition partition, Row row) {
    var open =
        shard(partition, row).bucket(row.getLong("bucket_start_s")).series(ResultReads.series(row));
    open.aggregate().merge(AggregateCodec.decode(ResultReads.bytes(row, "aggregate")));
    Double told = row.getDouble("interim_score");
    if (told != null) {
      open.told(told, frozen(row));
    }
  }

  private static @Nullable FrozenPrediction frozen(Row row) {
    return row.getValue("frozen_prediction") == null
        ? null
        : FrozenPredictions.decode(ResultReads.bytes(row, "frozen_prediction"));
  }

  private static ShardState shard(Partition partition, Row row) {
    return Objects.requireNonNull(partition.shards().get(ResultReads.shard(row)));
  }
}

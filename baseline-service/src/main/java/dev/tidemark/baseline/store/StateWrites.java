package dev.tidemark.baseline.store;

import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.Chunk.Changes;
import dev.tidemark.baseline.bucket.FrozenPrediction;
import dev.tidemark.baseline.bucket.OpenBucket;
import dev.tidemark.baseline.bucket.OpenSeries;
import dev.tidemark.baseline.bucket.Partition;
import dev.tidemark.baseline.bucket.SeriesModel;
import dev.tidemark.baseline.bucket.ShardState;
import dev.tidemark.baseline.kafka.AggregateCodec;
import dev.tidemark.baseline.scoring.FrozenPredictions;
import dev.tidemark.contract.Engine;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the state of shards: their rows, models, open buckets and batches. */
final class StateWrites {

  private static final long DAY_MS = 86_400_000;

  private static final String UPSERT_SHARD =
      """
      INSERT INTO shard (job_uid, shard, partition_id, job, mode, watermark_ms, hold_until_ms,
          closed_until_s, trailing_gaps, feed_position, backfill_id, history_from_s, open_alerts,
          statistics)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
      ON CONFLICT (job_uid, shard) DO UPDATE SET job = EXCLUDED.job, mode = EXCLUDED.mode,
          watermark_ms = EXCLUDED.watermark_ms, hold_until_ms = EXCLUDED.hold_until_ms,
          closed_until_s = EXCLUDED.closed_until_s, trailing_gaps = EXCLUDED.trailing_gaps,
          feed_position = EXCLUDED.feed_position, backfill_id = EXCLUDED.backfill_id,
          history_from_s = EXCLUDED.history_from_s, open_alerts = EXCLUDED.open_alerts,
          statistics = EXCLUDED.statistics
      """;

  private static final String UPSERT_SERIES =
      """
      INSERT INTO series (job_uid, shard, detector, partition_value, by_value, model, usual,
          engine_version, last_bucket_s)
      SELECT u.job_uid, u.shard, u.detector, u.partition_value, u.by_value, u.model, u.usual,
          u.engine, u.last_bucket
      FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::bytea[],
          $7::bytea[], $8::text[], $9::bigint[])
          AS u (job_uid, shard, detector, partition_value, by_value, model, usual, engine,
              last_bucket)
      ON CONFLICT (job_uid, shard, detector, partition_value, by_value) DO UPDATE SET
          model = EXCLUDED.model, usual = EXCLUDED.usual,
          engine_version = EXCLUDED.engine_version, last_bucket_s = EXCLUDED.last_bucket_s
      """;

  private static final String UPSERT_OPEN =
      """
      INSERT INTO open_bucket (job_uid, shard, detector, partition_value, by_value,
          bucket_start_s, aggregate, interim_score, frozen_prediction)
      SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[],
          $6::bigint[], $7::bytea[], $8::float8[], $9::bytea[])
      ON CONFLICT (job_uid, shard, bucket_start_s, detector, partition_value, by_value)
      DO UPDATE SET aggregate = EXCLUDED.aggregate, interim_score = EXCLUDED.interim_score,
          frozen_prediction = EXCLUDED.frozen_prediction
      """;

  private static final String INSERT_ALIVE =
      """
      INSERT INTO alive_bucket (job_uid, shard, bucket_start_s)
      SELECT * FROM unnest($1::uuid[], $2::int[], $3::bigint[]) ON CONFLICT DO NOTHING
      """;

  private static final String FORGET_SEEN =
      """
      DELETE FROM seen_batch USING unnest($1::uuid[], $2::int[], $3::bigint[])
          AS u (job_uid, shard, latest)
      WHERE seen_batch.job_uid = u.job_uid AND seen_batch.shard = u.shard
          AND appended_ms + kept_ms < u.latest
      """;

  private static final String INSERT_SEEN =
      """
      INSERT INTO seen_batch (job_uid, shard, batch, part, appended_ms, kept_ms)
      SELECT job_uid, shard, batch, part, max(appended_ms), max(kept_ms)
      FROM unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::bigint[], $6::bigint[])
          AS u (job_uid, shard, batch, part, appended_ms, kept_ms)
      GROUP BY job_uid, shard, batch, part
      ON CONFLICT (job_uid, shard, batch, part) DO UPDATE SET
          appended_ms = EXCLUDED.appended_ms, kept_ms = EXCLUDED.kept_ms
      """;

  private static final List<String> OF_SHARD =
      List.of(
          "DELETE FROM open_bucket WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM alive_bucket WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM repairable_bucket WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM seen_batch WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM series WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM series_snapshot WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM snapshot WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM bucket WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM record WHERE job_uid = $1 AND shard = $2",
          "DELETE FROM shard WHERE job_uid = $1 AND shard = $2");

  private record Learned(ShardKey shard, SeriesKey series, SeriesModel model, long lastBucket) {}

  private record Counted(ShardKey shard, SeriesKey series, long start, OpenSeries open) {}

  private record Start(ShardKey shard, long start) {}

  private StateWrites() {}

  static Uni<Void> write(SqlConnection connection, Partition partition, Chunk chunk) {
    Collection<Changes> changes = chunk.changes().values();
    Uni<Void> all = Uni.createFrom().voidItem();
    for (ShardKey deleted : chunk.deleted()) {
      all = all.chain(() -> delete(connection, deleted));
    }
    for (Changes changed : changes) {
      all = all.chain(() -> shard(connection, partition.id(), changed));
    }
    return all.chain(() -> learned(connection, changes))
        .chain(() -> counted(connection, changes))
        .chain(() -> alive(connection, changes))
        .chain(() -> seen(connection, chunk.seenParts()))
        .chain(() -> SnapshotWrites.write(connection, chunk));
  }

  private static Uni<Void> delete(SqlConnection connection, ShardKey shard) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (String statement : OF_SHARD) {
      all = all.chain(() -> run(connection, statement, key(shard)));
    }
    return all;
  }

  private static Uni<Void> shard(SqlConnection connection, int partition, Changes changed) {
    ShardState shard = changed.shard();
    Uni<Void> all = run(connection, UPSERT_SHARD, shardRow(partition, shard));
    if (!changed.removed().isEmpty()) {
      Tuple removed = key(shard.key()).addValue(changed.removed().toArray(Long[]::new));
      all =
          all.chain(() -> run(connection, removeFrom("open_bucket"), removed))
              .chain(() -> run(connection, removeFrom("alive_bucket"), removed));
    }
    if (changed.hasClosed()) {
      long oldest = Math.floorDiv(shard.position().watermarkMs() - DAY_MS, 1_000);
      all =
          all.chain(
              () ->
                  run(
                      connection,
                      "DELETE FROM repairable_bucket"
                          + " WHERE job_uid = $1 AND shard = $2 AND bucket_start_s < $3",
                      key(shard.key()).addLong(oldest - shard.job().span().seconds())));
    }
    return all;
  }

  private static String removeFrom(String table) {
    return "DELETE FROM "
        + table
        + " WHERE job_uid = $1 AND shard = $2 AND bucket_start_s = ANY ($3::bigint[])";
  }

  private static Tuple shardRow(int partition, ShardState shard) {
    ShardState.Position position = shard.position();
    JsonObject statistics = new JsonObject();
    shard.statistics().counters().forEach(statistics::put);
    return key(shard.key())
        .addInteger(partition)
        .addValue(io.vertx.core.buffer.Buffer.buffer(shard.job().encoded().bytes()))
        .addString(position.mode().name().toLowerCase(java.util.Locale.ROOT))
        .addLong(position.watermarkMs())
        .addLong(position.holdUntilMs())
        .addLong(position.closedUntil())
        .addInteger(position.trailingGaps())
        .addLong(position.feedPosition())
        .addValue(uuid(position.backfillId()))
        .addLong(position.historyFrom())
        .addBoolean(position.openAlerts())
        .addValue(statistics);
  }

  private static @Nullable UUID uuid(String text) {
    return text.isEmpty() ? null : UUID.fromString(text);
  }

  private static Uni<Void> learned(SqlConnection connection, Collection<Changes> changes) {
    List<Learned> rows = new ArrayList<>();
    for (Changes changed : changes) {
      ShardState shard = changed.shard();
      for (SeriesKey series : changed.learned()) {
        rows.add(
            new Learned(
                shard.key(),
                series,
                java.util.Objects.requireNonNull(shard.models().get(series)),
                shard.position().closedUntil()));
      }
    }
    return bulk(
        connection,
        UPSERT_SERIES,
        rows,
        Columns.of(rows)
            .shard(Learned::shard)
            .series(Learned::series)
            .bytes(row -> row.model().baseline().encode())
            .bytes(row -> row.model().usual().encode())
            .text(_ -> Engine.VERSION)
            .big(Learned::lastBucket));
  }

  private static Uni<Void> counted(SqlConnection connection, Collection<Changes> changes) {
    List<Counted> rows = new ArrayList<>();
    for (Changes changed : changes) {
      changed
          .counted()
          .forEach((start, series) -> rows.addAll(counted(changed.shard(), start, series)));
    }
    return bulk(
        connection,
        UPSERT_OPEN,
        rows,
        Columns.of(rows)
            .shard(Counted::shard)
            .series(Counted::series)
            .big(Counted::start)
            .bytes(row -> AggregateCodec.encode(row.open().aggregate()))
            .optional(row -> row.open().isTold() ? row.open().toldScore() : null)
            .optionalBytes(row -> frozen(row.open())));
  }

  private static byte @Nullable [] frozen(OpenSeries open) {
    FrozenPrediction frozen = open.frozen();
    return frozen == null ? null : FrozenPredictions.encode(frozen);
  }

  private static List<Counted> counted(ShardState shard, long start, Collection<SeriesKey> series) {
    OpenBucket bucket = shard.open().get(start);
    return bucket == null
        ? List.of()
        : series.stream()
            .map(key -> new Counted(shard.key(), key, start, bucket.series(key)))
            .toList();
  }

  private static Uni<Void> alive(SqlConnection connection, Collection<Changes> changes) {
    List<Start> rows = new ArrayList<>();
    for (Changes changed : changes) {
      changed.alive().forEach(start -> rows.add(new Start(changed.shard().key(), start)));
    }
    return bulk(
        connection, INSERT_ALIVE, rows, Columns.of(rows).shard(Start::shard).big(Start::start));
  }

  private static Uni<Void> seen(SqlConnection connection, List<Chunk.SeenPart> parts) {
    return forgetSeen(connection, parts)
        .chain(
            () ->
                bulk(
                    connection,
                    INSERT_SEEN,
                    parts,
                    Columns.of(parts)
                        .shard(Chunk.SeenPart::shard)
                        .text(Chunk.SeenPart::batch)
                        .number(Chunk.SeenPart::part)
                        .big(Chunk.SeenPart::appendMs)
                        .big(Chunk.SeenPart::keptMs)));
  }

  /** First: a part that comes again when it is remembered no more is new. */
  private static Uni<Void> forgetSeen(SqlConnection connection, List<Chunk.SeenPart> parts) {
    Map<ShardKey, Long> latest = new TreeMap<>();
    parts.forEach(part -> latest.merge(part.shard(), part.appendMs(), Math::max));
    List<Map.Entry<ShardKey, Long>> rows = List.copyOf(latest.entrySet());
    return bulk(
        connection,
        FORGET_SEEN,
        rows,
        Columns.of(rows).shard(Map.Entry::getKey).big(Map.Entry::getValue));
  }

  static Tuple key(ShardKey shard) {
    return Tuple.tuple().addValue(UUID.fromString(shard.jobUid())).addInteger(shard.shard());
  }

  static <T> Uni<Void> bulk(
      SqlConnection connection, String sql, List<T> rows, Columns<T> columns) {
    return rows.isEmpty() ? Uni.createFrom().voidItem() : run(connection, sql, columns.tuple());
  }

  static Uni<Void> run(SqlConnection connection, String sql, Tuple values) {
    return connection.preparedQuery(sql).execute(values).replaceWithVoid();
  }
}

package dev.tidemark.baseline.store;

import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.Chunk.Changes;
import dev.tidemark.baseline.bucket.Chunk.Revert;
import dev.tidemark.contract.ShardKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** Copies what a shard has learned to a snapshot and back, within the database. */
final class SnapshotWrites {

  /**
   * By the log's time. Two days longer than they are offered: shards pass a day one after the
   * other, and a command to go back takes its time to arrive.
   */
  private static final long KEPT_S = (Chunk.MOST_SNAPSHOTS + 2) * 86_400L;

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM series_snapshot"
              + " WHERE job_uid = $1 AND shard = $2 AND (taken_s <= $4 OR taken_s = $3)",
          "DELETE FROM snapshot"
              + " WHERE job_uid = $1 AND shard = $2 AND (taken_s <= $4 OR taken_s = $3)");

  private static final List<String> TAKE =
      List.of(
          """
          INSERT INTO series_snapshot (job_uid, shard, taken_s, detector, partition_value, by_value,
              model, usual, engine_version, last_bucket_s)
          SELECT job_uid, shard, $3::bigint, detector, partition_value, by_value, model, usual,
              engine_version, last_bucket_s
          FROM series WHERE job_uid = $1 AND shard = $2
          """,
          """
          INSERT INTO snapshot (job_uid, shard, taken_s, series)
          SELECT $1::uuid, $2::int, $3::bigint, count(*) FROM series WHERE job_uid = $1 AND shard = $2
          """);

  /** A snapshot that is gone meanwhile changes nothing. */
  private static final List<String> REVERT =
      List.of(
          """
          DELETE FROM series WHERE job_uid = $1 AND shard = $2
              AND EXISTS (SELECT 1 FROM snapshot WHERE job_uid = $1 AND shard = $2 AND taken_s = $3)
          """,
          """
          INSERT INTO series (job_uid, shard, detector, partition_value, by_value, model, usual,
              engine_version, last_bucket_s)
          SELECT job_uid, shard, detector, partition_value, by_value, model, usual, engine_version,
              last_bucket_s
          FROM series_snapshot WHERE job_uid = $1 AND shard = $2 AND taken_s = $3
          """);

  private SnapshotWrites() {}

  /** After the models: a snapshot is what they are now. */
  static Uni<Void> write(SqlConnection connection, Chunk chunk) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Changes changed : chunk.changes().values()) {
      for (long taken : changed.snapshots()) {
        all = all.chain(() -> take(connection, changed.shard().key(), taken));
      }
    }
    for (Revert revert : chunk.reverts()) {
      Tuple values = StateWrites.key(revert.shard().key()).addLong(revert.taken());
      all = all.chain(() -> run(connection, REVERT, values));
    }
    return all;
  }

  private static Uni<Void> take(SqlConnection connection, ShardKey shard, long taken) {
    Tuple forgotten = StateWrites.key(shard).addLong(taken).addLong(taken - KEPT_S);
    Tuple values = StateWrites.key(shard).addLong(taken);
    return run(connection, FORGET, forgotten).chain(() -> run(connection, TAKE, values));
  }

  private static Uni<Void> run(SqlConnection connection, List<String> statements, Tuple values) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (String statement : statements) {
      all = all.chain(() -> StateWrites.run(connection, statement, values));
    }
    return all;
  }
}

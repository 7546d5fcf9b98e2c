package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.SeriesKey;
import java.time.Instant;

/** Early is right: a value that can only grow is already surprising when it is too high so far. */
final class InterimResults {

  private static final long EVERY_MS = 1_000;

  /** Below this residual nothing can reach a record threshold worth telling. */
  private static final double WORTH_SCORING = 2;

  private InterimResults() {}

  static void add(ShardState shard, long nowMs, Chunk chunk) {
    OpenBucket bucket = shard.open().get(shard.closedUntil);
    if (bucket == null || !bucket.alive()) {
      return;
    }
    bucket.series().forEach((key, open) -> add(shard, key, open, nowMs, chunk));
  }

  private static void add(
      ShardState shard, SeriesKey key, OpenSeries open, long nowMs, Chunk chunk) {
    SeriesModel model = shard.models().get(key);
    if (model == null
        || !open.mayBeTried(nowMs, EVERY_MS)
        || BucketClosing.isScheduled(shard, key, shard.closedUntil)) {
      return;
    }
    open.tried(nowMs);
    Instant start = Instant.ofEpochSecond(shard.closedUntil);
    DetectorFunction function = shard.job.functions().get(key.detector());
    double soFar = open.aggregate().actual(function);
    if (model.baseline().predict(start).residual(soFar) > WORTH_SCORING) {
      chunk.of(shard).counted(shard.closedUntil, key);
      chunk.add(
          new BucketResult(
              BucketResult.ShardView.of(shard),
              key,
              shard.closedUntil,
              BucketResult.Kind.INTERIM,
              open.aggregate(),
              BucketResult.expected(model, start, open.aggregate(), function)));
    }
  }
}

package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * Early is right: a value that can only grow is already surprising when it is too high so far. A
 * mean may come back, and what is too low may still grow: those wait for the close.
 */
final class InterimResults {

  private static final long EVERY_MS = 1_000;

  /** Below this residual hardly anything reaches a record threshold; the close tells it then. */
  private static final double WORTH_SCORING = 0.5;

  private InterimResults() {}

  static void add(ShardState shard, long nowMs, Chunk chunk) {
    OpenBucket bucket = shard.open().get(shard.closedUntil);
    if (bucket == null || !bucket.alive()) {
      return;
    }
    long watched = shard.job.seriesWatched(shard.models().keySet());
    bucket.series().forEach((key, open) -> add(shard, key, open, watched, nowMs, chunk));
  }

  private static void add(
      ShardState shard, SeriesKey key, OpenSeries open, long watched, long nowMs, Chunk chunk) {
    DetectorFunction function = shard.job.functions().get(key.detector());
    SeriesModel model = shard.models().get(key);
    if (!function.isSurprisingEarly()
        || model == null
        || !open.mayBeTried(nowMs, EVERY_MS)
        || BucketClosing.isScheduled(shard, key, shard.closedUntil)) {
      return;
    }
    open.tried(nowMs);
    Instant start = Instant.ofEpochSecond(shard.closedUntil);
    OptionalDouble soFar = open.aggregate().valueSoFar(function);
    if (soFar.isPresent()
        && model.baseline().predict(start).unexplained(soFar.getAsDouble()) > WORTH_SCORING) {
      chunk.of(shard).counted(shard.closedUntil, key);
      chunk.add(
          new BucketResult(
              BucketResult.ShardView.of(shard),
              key,
              shard.closedUntil,
              BucketResult.Kind.INTERIM,
              open.aggregate(),
              BucketResult.expected(model, start, open.aggregate(), function, watched)));
    }
  }
}

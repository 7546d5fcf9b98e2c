package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

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
    List<Map.Entry<SeriesKey, OpenSeries>> due =
        bucket.series().entrySet().stream()
            .filter(one -> isDue(shard, one.getKey(), one.getValue(), nowMs))
            .toList();
    // Counting the series watched goes over all of them: not while nothing has changed.
    if (!due.isEmpty()) {
      long watched = shard.seriesWatched();
      due.forEach(one -> add(shard, one.getKey(), one.getValue(), watched, nowMs, chunk));
    }
  }

  private static boolean isDue(ShardState shard, SeriesKey key, OpenSeries open, long nowMs) {
    return shard.job.functions().get(key.detector()).isSurprisingEarly()
        && (shard.models().containsKey(key) || open.frozen() != null)
        && open.mayBeTried(nowMs, EVERY_MS)
        && !BucketClosing.isScheduled(shard, key, shard.closedUntil);
  }

  private static void add(
      ShardState shard, SeriesKey key, OpenSeries open, long watched, long nowMs, Chunk chunk) {
    DetectorFunction function = shard.job.functions().get(key.detector());
    Instant start = Instant.ofEpochSecond(shard.closedUntil);
    SeriesModel model = shard.models().get(key);
    open.tried(nowMs);
    OptionalDouble soFar = open.aggregate().valueSoFar(function);
    FrozenPrediction with =
        soFar.isPresent() && isWorthScoring(open, model, start, soFar.getAsDouble())
            ? open.scoredWith(model, start, watched)
            : null;
    if (with != null) {
      chunk.of(shard).counted(shard.closedUntil, key);
      chunk.add(
          new BucketResult(
              BucketResult.ShardView.of(shard),
              key,
              shard.closedUntil,
              BucketResult.Kind.INTERIM,
              open.aggregate(),
              BucketResult.expected(with, model, start, open.aggregate(), function),
              open.isTold()));
    }
  }

  private static boolean isWorthScoring(
      OpenSeries open, @Nullable SeriesModel model, Instant start, double soFar) {
    FrozenPrediction frozen = open.frozen();
    if (frozen != null) {
      return frozen.prediction().unexplained(soFar) > WORTH_SCORING;
    }
    return model != null && model.baseline().predict(start).unexplained(soFar) > WORTH_SCORING;
  }
}

package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.baseline.bucket.BucketResult.ShardView;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Closes buckets: predict, freeze what the score depends on, learn. Learning does not wait for the
 * score, so many buckets can be closed and then scored together.
 */
final class BucketClosing {

  /** Influencers and companions are learned only from buckets less far out than this residual. */
  private static final double USUAL_BELOW = 3;

  private BucketClosing() {}

  /**
   * Closes what the watermark has passed.
   *
   * @return whether all of it is closed; false: the chunk is full, commit it and call again
   */
  static boolean closeDue(ShardState shard, Chunk chunk) {
    while (shard.hasDueBucket()) {
      if (chunk.isFull()) {
        return false;
      }
      closeNext(shard, chunk);
    }
    return true;
  }

  private static void closeNext(ShardState shard, Chunk chunk) {
    long start = shard.closedUntil;
    OpenBucket bucket = shard.open().remove(start);
    boolean alive = bucket != null && bucket.alive();
    if (bucket != null) {
      chunk.of(shard).dropped(start);
    }
    if (alive) {
      judge(shard, start, bucket, chunk);
    } else if (bucket != null) {
      keepUnjudged(shard, start, bucket, Kind.NOT_ALIVE, chunk);
    }
    shard.trailingGaps = alive ? 0 : shard.trailingGaps + 1;
    shard.closedUntil += shard.job.span().seconds();
    shard.statistics().add(alive ? "buckets" : "gaps", 1);
    chunk.of(shard).closed(start, !alive);
  }

  private static void judge(ShardState shard, long start, OpenBucket bucket, Chunk chunk) {
    Set<SeriesKey> all = new TreeSet<>(shard.models().keySet());
    all.addAll(bucket.series().keySet());
    for (SeriesKey key : all) {
      OpenSeries open = bucket.series().get(key);
      judge(shard, start, key, open == null ? new Aggregate() : open.aggregate(), chunk);
    }
  }

  private static void judge(
      ShardState shard, long start, SeriesKey key, Aggregate aggregate, Chunk chunk) {
    DetectorFunction function = shard.job.functions().get(key.detector());
    OptionalDouble value = aggregate.value(function);
    SeriesModel known = shard.models().get(key);
    if (known == null && value.isEmpty()) {
      // A series begins with its first value.
      return;
    }
    chunk.add(result(shard, key, start, aggregate, known));
    if (value.isEmpty()) {
      return;
    }
    SeriesModel model = known == null ? SeriesModel.start(shard.job) : known;
    shard.models().put(key, model);
    learn(model, function, start, aggregate, value.getAsDouble());
    chunk.of(shard).learned().add(key);
  }

  private static BucketResult result(
      ShardState shard,
      SeriesKey key,
      long start,
      Aggregate aggregate,
      @Nullable SeriesModel model) {
    ShardView view = ShardView.of(shard);
    if (model == null) {
      return new BucketResult(view, key, start, Kind.FIRST_BUCKET, aggregate, null);
    }
    DetectorFunction function = shard.job.functions().get(key.detector());
    return new BucketResult(
        view,
        key,
        start,
        aggregate.value(function).isPresent() ? Kind.FINAL : Kind.NO_VALUE,
        aggregate,
        BucketResult.expected(model, Instant.ofEpochSecond(start), aggregate, function));
  }

  private static void learn(
      SeriesModel model, DetectorFunction function, long start, Aggregate aggregate, double value) {
    Instant bucketStart = Instant.ofEpochSecond(start);
    double residual = model.baseline().predict(bucketStart).residual(value);
    if (function.side().outward(residual) < USUAL_BELOW) {
      model.usual().learn(bucketStart, aggregate.influencers(), value, aggregate.companions());
    }
    model.baseline().learn(bucketStart, value);
  }

  /** Keeps what buckets hold that nobody will judge any more, and removes them. */
  static void keepAllUnjudged(
      ShardState shard, NavigableMap<Long, OpenBucket> buckets, Chunk chunk) {
    buckets.forEach((start, bucket) -> keepUnjudged(shard, start, bucket, Kind.JOB_CLOSED, chunk));
    buckets.clear();
  }

  /** Turns what an open bucket holds into results that nobody judged: nothing counted is lost. */
  private static void keepUnjudged(
      ShardState shard, long start, OpenBucket bucket, Kind kind, Chunk chunk) {
    bucket
        .series()
        .forEach(
            (key, open) ->
                chunk.add(
                    new BucketResult(
                        ShardView.of(shard), key, start, kind, open.aggregate(), null)));
    chunk.of(shard).dropped(start);
  }
}

package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.baseline.bucket.BucketResult.ShardView;
import dev.tidemark.baseline.model.Prediction;
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

  private static final long DAY_S = 86_400;

  private BucketClosing() {}

  /**
   * Closes what the watermark has passed.
   *
   * @return whether all of it is closed; false: the chunk is full, or takes a snapshot before what
   *     comes next is learned: commit it and call again
   */
  static boolean closeDue(ShardState shard, Chunk chunk) {
    while (shard.hasDueBucket()) {
      if (chunk.isFull() || (chunk.takesSnapshot(shard) && isAlive(shard, shard.closedUntil))) {
        return false;
      }
      closeNext(shard, chunk);
    }
    return true;
  }

  private static boolean isAlive(ShardState shard, long start) {
    OpenBucket bucket = shard.open().get(start);
    return bucket != null && bucket.alive();
  }

  private static void closeNext(ShardState shard, Chunk chunk) {
    long start = shard.closedUntil;
    OpenBucket bucket = shard.open().remove(start);
    boolean alive = bucket != null && bucket.alive();
    boolean scheduled = shard.job.calendar().over(start, end(shard, start)) != null;
    if (bucket != null) {
      chunk.of(shard).dropped(start);
    }
    if (alive) {
      judge(shard, start, bucket, chunk);
    } else if (bucket != null) {
      keepUnjudged(shard, start, bucket, Kind.NOT_ALIVE, chunk);
    }
    // Nobody misses a source while its maintenance is on the calendar.
    boolean gap = !alive && !scheduled;
    shard.trailingGaps = gap ? shard.trailingGaps + 1 : 0;
    shard.closedUntil += shard.job.span().seconds();
    shard.statistics().add(scheduled ? "scheduled_buckets" : gap ? "gaps" : "buckets", 1);
    chunk.of(shard).closed(start, gap);
    if (shard.closedUntil % DAY_S == 0) {
      chunk.of(shard).takeSnapshot(shard.closedUntil);
    }
  }

  private static long end(ShardState shard, long start) {
    return start + shard.job.span().seconds();
  }

  /** Whether a series' bucket is under a scheduled event: neither told nor learned. */
  static boolean isScheduled(ShardState shard, SeriesKey key, long start) {
    return shard.job.calendar().over(start, end(shard, start), key) != null;
  }

  private static void judge(ShardState shard, long start, OpenBucket bucket, Chunk chunk) {
    Set<SeriesKey> all = new TreeSet<>(shard.models().keySet());
    all.addAll(bucket.series().keySet());
    ShardBefore before = ShardBefore.of(shard, bucket.series().keySet());
    for (SeriesKey key : all) {
      OpenSeries open = bucket.series().get(key);
      judge(shard, start, key, open == null ? new OpenSeries() : open, before, chunk);
    }
  }

  private static void judge(
      ShardState shard,
      long start,
      SeriesKey key,
      OpenSeries open,
      ShardBefore before,
      Chunk chunk) {
    DetectorFunction function = shard.job.functions().get(key.detector());
    OptionalDouble value = open.aggregate().value(function);
    SeriesModel known = shard.models().get(key);
    if (known == null && value.isEmpty()) {
      // A series begins with its first value.
      return;
    }
    boolean scheduled = isScheduled(shard, key, start);
    BucketResult result = result(shard, key, start, scheduled, open, known, before);
    chunk.add(result);
    if (scheduled || value.isEmpty()) {
      return;
    }
    SeriesModel model = known == null ? before.start(key) : known;
    shard.models().put(key, model);
    learn(model, result, value.getAsDouble());
    chunk.of(shard).learned().add(key);
  }

  /** What was expected is kept under an event too, so that a plot goes on over it. */
  private static BucketResult result(
      ShardState shard,
      SeriesKey key,
      long start,
      boolean scheduled,
      OpenSeries open,
      @Nullable SeriesModel model,
      ShardBefore before) {
    ShardView view = ShardView.of(shard);
    Aggregate aggregate = open.aggregate();
    FrozenPrediction with =
        open.scoredWith(model, Instant.ofEpochSecond(start), before.seriesWatched());
    if (with == null) {
      Kind first = scheduled ? Kind.SCHEDULED_EVENT : Kind.FIRST_BUCKET;
      return new BucketResult(view, key, start, first, aggregate, null, open.isTold());
    }
    DetectorFunction function = shard.job.functions().get(key.detector());
    Kind judged = scheduled ? Kind.SCHEDULED_EVENT : Kind.FINAL;
    return new BucketResult(
        view,
        key,
        start,
        aggregate.value(function).isPresent() ? judged : Kind.NO_VALUE,
        aggregate,
        BucketResult.expected(with, model, Instant.ofEpochSecond(start), aggregate, function),
        open.isTold());
  }

  /**
   * Learns from what the model itself expected, which may not be what the bucket is scored with.
   */
  private static void learn(SeriesModel model, BucketResult result, double value) {
    Instant bucketStart = Instant.ofEpochSecond(result.start());
    BucketResult.Expected expected = result.expected();
    Prediction prediction =
        expected == null || result.told()
            ? model.baseline().predict(bucketStart)
            : expected.prediction();
    if (result.function().side().outward(prediction.residual(value)) < USUAL_BELOW) {
      Aggregate aggregate = result.aggregate();
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
                        ShardView.of(shard),
                        key,
                        start,
                        kind == Kind.NOT_ALIVE && isScheduled(shard, key, start)
                            ? Kind.SCHEDULED_EVENT
                            : kind,
                        open.aggregate(),
                        kind == Kind.JOB_CLOSED ? endOfRecord(shard, start, key, open) : null,
                        open.isTold())));
    chunk.of(shard).dropped(start);
  }

  /**
   * An interim record is told once more, of all that was counted, or it would stay one for ever.
   */
  private static BucketResult.@Nullable Expected endOfRecord(
      ShardState shard, long start, SeriesKey key, OpenSeries open) {
    Instant bucketStart = Instant.ofEpochSecond(start);
    SeriesModel model = shard.models().get(key);
    FrozenPrediction with =
        open.isTold() ? open.scoredWith(model, bucketStart, shard.seriesWatched()) : null;
    DetectorFunction function = shard.job.functions().get(key.detector());
    return with == null
        ? null
        : BucketResult.expected(with, model, bucketStart, open.aggregate(), function);
  }
}

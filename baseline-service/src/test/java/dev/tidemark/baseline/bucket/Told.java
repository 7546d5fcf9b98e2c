package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.bucket.BucketResult.Expected;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import org.jspecify.annotations.Nullable;

/** A result as it was committed: nothing in it changes any more. */
record Told(
    ShardKey shard,
    SeriesKey series,
    long start,
    BucketResult.Kind kind,
    ShardMode mode,
    long events,
    double actual,
    @Nullable Expected expected) {

  static Told of(BucketResult result) {
    return new Told(
        result.shard().state().key(),
        result.series(),
        result.start(),
        result.kind(),
        result.shard().mode(),
        result.aggregate().count(),
        result.value().orElse(Double.NaN),
        result.expected());
  }

  String place() {
    return shard.canonical() + " " + series.canonical() + " " + start;
  }
}

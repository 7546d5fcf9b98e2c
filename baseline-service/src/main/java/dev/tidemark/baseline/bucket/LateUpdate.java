package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.SeriesKey;

/**
 * Something counted for a bucket that is judged already.
 *
 * @param shard the shard
 * @param series which series
 * @param start start of the bucket, epoch seconds
 * @param aggregate what came late
 * @param repairable whether the bucket is young enough to be scored again
 */
public record LateUpdate(
    BucketResult.ShardView shard,
    SeriesKey series,
    long start,
    Aggregate aggregate,
    boolean repairable) {}

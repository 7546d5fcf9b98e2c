package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.SeriesKey;
import java.time.Instant;
import java.util.Map;

/**
 * Closed buckets of one series that a person expected. Their values are known to the table of
 * results only, so that they are learned when the chunk is committed; nothing is applied to the
 * partition in between.
 *
 * @param shard the shard
 * @param series which series
 * @param from start of the first bucket, epoch seconds
 * @param to exclusive end, epoch seconds
 */
public record Expectation(ShardState shard, SeriesKey series, long from, long to) {

  /** Most buckets that are learned at once. */
  public static final int MOST_BUCKETS = 1_000;

  /**
   * Has the series learn what was expected.
   *
   * @param actuals values by start of the bucket, epoch seconds, in the order of time; those that
   *     were judged
   * @param chunk the chunk that holds this expectation
   */
  public void learn(Map<Long, Double> actuals, Chunk chunk) {
    SeriesModel model = shard.models().get(series);
    if (model == null || actuals.isEmpty()) {
      return;
    }
    actuals.forEach(
        (start, actual) -> model.baseline().expect(Instant.ofEpochSecond(start), actual));
    chunk.of(shard).learned().add(series);
    shard.statistics().add("expected_buckets", actuals.size());
  }
}

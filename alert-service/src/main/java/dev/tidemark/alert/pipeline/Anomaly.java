package dev.tidemark.alert.pipeline;

import dev.tidemark.contract.SeriesKey;

/**
 * A record as far as it decides.
 *
 * @param id derives from what it is about: told again it has the same
 * @param jobId the job
 * @param series the series
 * @param startSecond start of its bucket, seconds since the epoch
 * @param spanSeconds length of its bucket
 * @param score 0 to 100, of the series
 * @param jobScore 0 to 100, of all the job's series together
 * @param interim whether the bucket is still open
 * @param revised whether late events changed it
 * @param origin where it came from
 * @param skipped whether it must not alert: by the job's custom rule, or because its bucket was
 *     told while it filled and then not judged
 * @param history how much the series had learned
 * @param evidence all that is known about it, a JSON object, passed on as it is
 */
public record Anomaly(
    String id,
    String jobId,
    SeriesKey series,
    long startSecond,
    long spanSeconds,
    double score,
    double jobScore,
    boolean interim,
    boolean revised,
    Origin origin,
    boolean skipped,
    History history,
    String evidence) {

  /** Where a record came from. */
  public enum Origin {
    /** As it happened. */
    LIVE,
    /** From a backfill that was asked to open alerts. */
    ALERTING_HISTORY,
    /** From a backfill that was not. */
    HISTORY
  }

  /**
   * What a series had learned before the bucket.
   *
   * @param buckets how many
   * @param seconds from the first to this one
   */
  public record History(long buckets, long seconds) {}

  /**
   * Checks what everything rests on.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public Anomaly {
    if (id.isEmpty() || jobId.isEmpty()) {
      throw new IllegalArgumentException("the record has no id or no job");
    }
    if (spanSeconds <= 0 || Math.floorMod(startSecond, spanSeconds) != 0) {
      throw new IllegalArgumentException(
          "bucket_start_s " + startSecond + " is no multiple of bucket_span_s " + spanSeconds);
    }
    if (!(score >= 0 && score <= 100)) {
      throw new IllegalArgumentException("anomaly_score " + score + " is not in [0, 100]");
    }
    if (!(jobScore >= 0 && jobScore <= 100)) {
      throw new IllegalArgumentException("job_score " + jobScore + " is not in [0, 100]");
    }
  }

  /** End of its bucket, seconds since the epoch. */
  public long endSecond() {
    return startSecond + spanSeconds;
  }
}

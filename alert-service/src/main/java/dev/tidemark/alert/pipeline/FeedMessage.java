package dev.tidemark.alert.pipeline;

/** One message of a shard's feed. */
public sealed interface FeedMessage {

  /** Its position in the feed, from 1 without gaps. */
  long position();

  /**
   * A record was told.
   *
   * @param position in the feed
   * @param anomaly the record
   */
  record Told(long position, Anomaly anomaly) implements FeedMessage {}

  /**
   * Buckets are judged; follows their records.
   *
   * @param position in the feed
   * @param jobId the job
   * @param fromSecond start of the first bucket
   * @param untilSecond end of the last bucket
   * @param spanSeconds bucket span
   * @param gaps how many of the buckets were gaps
   * @param trailingGaps how many gaps in a row end at {@code untilSecond}
   * @param live whether they were judged as they happened
   */
  record Closing(
      long position,
      String jobId,
      long fromSecond,
      long untilSecond,
      long spanSeconds,
      int gaps,
      int trailingGaps,
      boolean live)
      implements FeedMessage {

    /**
     * Checks the interval.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public Closing {
      if (spanSeconds <= 0 || untilSecond < fromSecond || gaps < 0 || trailingGaps < 0) {
        throw new IllegalArgumentException(
            "closing from %d until %d with span %d, %d gaps, %d at its end makes no sense"
                .formatted(fromSecond, untilSecond, spanSeconds, gaps, trailingGaps));
      }
    }

    long buckets() {
      return (untilSecond - fromSecond) / spanSeconds;
    }
  }
}

package dev.tidemark.contract;

import java.time.Instant;

/**
 * Half-open event-time interval {@code [start, start + span)}, aligned to the epoch.
 *
 * @param start a multiple of the span since the epoch
 * @param span its length
 */
public record Bucket(Instant start, BucketSpan span) {

  /**
   * Checks the alignment.
   *
   * @throws IllegalArgumentException if the start is not aligned; the message names both
   */
  public Bucket {
    if (!start.equals(span.floor(start))) {
      throw new IllegalArgumentException(
          "bucket start " + start + " is not a multiple of span " + span.length());
    }
  }

  /** The bucket that holds an instant. */
  public static Bucket holding(Instant instant, BucketSpan span) {
    return new Bucket(span.floor(instant), span);
  }

  /** Its exclusive end. */
  public Instant end() {
    return start.plus(span.length());
  }

  /** The bucket right after this one. */
  public Bucket next() {
    return new Bucket(end(), span);
  }
}

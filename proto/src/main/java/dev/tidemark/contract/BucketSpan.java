package dev.tidemark.contract;

import java.time.Duration;
import java.time.Instant;

/**
 * Length of a job's buckets.
 *
 * @param length whole seconds, 10 s to 1 day
 */
public record BucketSpan(Duration length) {

  /** Shortest span a job may have. */
  public static final Duration MIN = Duration.ofSeconds(10);

  /** Longest span a job may have. */
  public static final Duration MAX = Duration.ofDays(1);

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if it is out of range or not whole seconds; the message names
   *     it
   */
  public BucketSpan {
    if (length.compareTo(MIN) < 0 || length.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("bucket span " + length + " is not in [PT10S, P1D]");
    }
    if (!length.equals(Duration.ofSeconds(length.toSeconds()))) {
      throw new IllegalArgumentException("bucket span " + length + " is not whole seconds");
    }
  }

  /** A span of this many seconds. */
  public static BucketSpan ofSeconds(long seconds) {
    return new BucketSpan(Duration.ofSeconds(seconds));
  }

  /** Its length in seconds. */
  public long seconds() {
    return length.toSeconds();
  }

  /** Start of the bucket that holds an instant. */
  public Instant floor(Instant instant) {
    return Instant.ofEpochSecond(floor(instant.getEpochSecond()));
  }

  /** Start of the bucket that holds an epoch second, in epoch seconds; works before 1970 too. */
  public long floor(long epochSecond) {
    return Math.floorDiv(epochSecond, seconds()) * seconds();
  }

  /** The first bucket start at or after an instant. */
  public Instant ceiling(Instant instant) {
    Instant start = floor(instant);
    return start.equals(instant) ? start : start.plus(length);
  }
}

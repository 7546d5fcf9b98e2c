package dev.tidemark.baseline.model;

import java.time.Instant;

/**
 * The learned model of one series. Used by one thread at a time, bucket by bucket in the order of
 * time: predict, have it scored, learn. Its state in memory equals its decoded encoding, so a
 * restart changes nothing. A gap is a bucket for which neither method is called.
 */
public interface Baseline {

  /**
   * What is expected of a bucket. Changes nothing.
   *
   * @param bucketStart start of the bucket, after every bucket learned
   */
  Prediction predict(Instant bucketStart);

  /**
   * What the series' own past says about a bucket's residual. Changes nothing.
   *
   * @param bucketStart start of the bucket, after every bucket learned
   */
  ScoreContext context(Instant bucketStart);

  /**
   * Learns a bucket.
   *
   * @param bucketStart start of the bucket, after every bucket learned before
   * @param actual what was seen, in the detector's unit; finite, at least 0
   * @throws IllegalArgumentException if {@code actual} is not finite or negative, or the bucket is
   *     not after the last one; the message says which
   */
  void learn(Instant bucketStart, double actual);

  /**
   * A person said that this bucket, learned before, was expected: from then on such a bucket is
   * learned at full weight. Nothing is learned of a series that has not begun.
   *
   * @param bucketStart start of the bucket
   * @param actual what was seen, in the detector's unit; finite, at least 0
   * @throws IllegalArgumentException if {@code actual} is not finite or negative
   */
  void expect(Instant bucketStart, double actual);

  /** Start of the last bucket learned whose value was above 0; the epoch if there was none. */
  Instant lastActive();

  /** Versioned compact form of the state, at most 4 KiB; read by {@code ModelCodec}. */
  byte[] encode();
}

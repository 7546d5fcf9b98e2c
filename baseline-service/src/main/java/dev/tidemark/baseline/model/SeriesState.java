package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;

/**
 * All that a seasonal baseline remembers, on the power scale. Floats, because that is what is
 * stored: state in memory equals its decoded encoding.
 */
final class SeriesState {

  static final int RESIDUALS = 32;

  /** Start of the first and the last bucket learned, seconds since the epoch. */
  long firstBucketS;

  long lastBucketS;

  /** Buckets learned. */
  long learned;

  /**
   * Whether a value with a fraction was ever learned: then it is no count, and the Poisson floor
   * does not hold.
   */
  boolean fractional;

  /** Buckets in a row whose residual was cut on the same side; negative when below. */
  int run;

  /** Centre without any profile. */
  float level;

  /** Discounted mean of absolute residuals. */
  float deviation;

  /** The same by local hour; 0 in an hour that was not seen. */
  final float[] hourDeviation = new float[LocalSlots.HOURS];

  /** Offsets from the level by local time of day, and from both by local time of week. */
  final float[] daily;

  final float[] weekly;

  /** Last standardised residuals, newest first; {@link #residualCount()} of them are filled. */
  final float[] residuals = new float[RESIDUALS];

  /** See {@link ScoreContext}. */
  float tailShare;

  float tailMeanExcess;

  /** Discounted share of residuals that were cut, in [0, 1]. */
  float cutShare;

  SeriesState(BucketSpan span) {
    daily = new float[LocalSlots.slotsPerDay(span)];
    weekly = new float[LocalSlots.slotsPerWeek(span)];
  }

  int residualCount() {
    return (int) Math.min(learned, RESIDUALS);
  }

  void push(float residual) {
    System.arraycopy(residuals, 0, residuals, 1, RESIDUALS - 1);
    residuals[0] = residual;
  }
}

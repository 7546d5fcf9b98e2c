package dev.tidemark.baseline.model;

import java.nio.ByteBuffer;

/**
 * Doubt in what was learned. When the level rises for good or the clock is moved, what is known of
 * the series comes from before: for some days its spread is believed to be larger than learned.
 */
final class Doubt {

  static final int BYTES = Float.BYTES;

  private static final double RAISED = 0.15;
  private static final double MEMORY_S = 5 * 86_400;

  private final double fade;
  private float excess;

  Doubt(double spanSeconds) {
    this.fade = StrictMath.exp(-spanSeconds / MEMORY_S);
  }

  /** What the spread is multiplied by, at least 1. */
  double widening() {
    return 1 + excess;
  }

  /** Learns a bucket. */
  void learn(boolean changed) {
    excess = changed ? (float) RAISED : (float) (fade * excess);
  }

  void write(ByteBuffer out) {
    out.putFloat(excess);
  }

  void read(ByteBuffer in) {
    excess = in.getFloat();
  }
}

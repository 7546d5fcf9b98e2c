package dev.tidemark.bench.engine;

import java.util.Random;

/**
 * Four weeks of counts in buckets of a quarter of an hour, with a rhythm and noise, over and over.
 */
final class Stream {

  static final long SPAN_S = 900;
  private static final int WEEK = 672;
  private static final int LENGTH = 4 * WEEK;
  private static final double MEAN = 400;

  private final double[] values = new double[LENGTH];
  private int next;

  Stream() {
    Random random = new Random(42);
    for (int i = 0; i < LENGTH; i++) {
      double day = 1 + 0.6 * StrictMath.sin(2 * Math.PI * i * SPAN_S / 86_400);
      double week = i % WEEK / 96 >= 5 ? 0.6 : 1;
      double expected = MEAN * day * week;
      double noise = StrictMath.sqrt(expected + 0.01 * expected * expected) * random.nextGaussian();
      values[i] = Math.max(0, StrictMath.rint(expected + noise));
    }
  }

  /** Start of the next bucket, seconds since the epoch. */
  long start() {
    return SPAN_S * next;
  }

  /** Its value; moves on. */
  double value() {
    return values[next++ % LENGTH];
  }

  static int warmUp() {
    return LENGTH;
  }
}

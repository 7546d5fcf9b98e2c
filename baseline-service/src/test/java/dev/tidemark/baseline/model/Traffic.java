package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;

/**
 * Simulated counts: a daily and a weekly rhythm with overdispersed noise. The same seed gives the
 * same counts.
 */
final class Traffic {

  static final ZoneId UTC = ZoneId.of("UTC");
  // A Monday, 00:00 UTC.
  static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

  private final Random random;
  private final BucketSpan span;
  private final double mean;
  private double factor = 1;

  Traffic(long seed, Duration span, double mean) {
    this.random = new Random(seed);
    this.span = new BucketSpan(span);
    this.mean = mean;
  }

  BucketSpan span() {
    return span;
  }

  Instant start(int bucket) {
    return MONDAY.plus(span.length().multipliedBy(bucket));
  }

  int buckets(Duration length) {
    return (int) length.dividedBy(span.length());
  }

  /** Everything from now on is this many times as much. */
  void multiply(double by) {
    factor = by;
  }

  /** What traffic of this mean is expected to be, without noise. */
  double expected(int bucket) {
    double hours = bucket * span.seconds() / 3_600.0;
    double day = 1 + 0.6 * StrictMath.sin(2 * Math.PI * hours / 24);
    double week = hours / 24 % 7 >= 5 ? 0.6 : 1;
    return factor * mean * day * week;
  }

  double count(int bucket) {
    double expected = expected(bucket);
    double noise = StrictMath.sqrt(expected + 0.01 * expected * expected) * random.nextGaussian();
    return Math.max(0, StrictMath.rint(expected + noise));
  }

  /** A baseline that has learned the first buckets. */
  Baseline learned(int buckets) {
    Baseline baseline = Baselines.start(span, UTC);
    for (int i = 0; i < buckets; i++) {
      baseline.learn(start(i), count(i));
    }
    return baseline;
  }
}

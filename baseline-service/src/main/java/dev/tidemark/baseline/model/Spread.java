package dev.tidemark.baseline.model;

import java.nio.ByteBuffer;

/**
 * The spread of a series about its centre, on its scale: by time of day, robust, never too small.
 */
final class Spread {

  static final int BYTES = HourlyDeviation.BYTES + Float.BYTES + 1;

  // Mean of absolute residuals cut at two standard deviations, to standard deviation: for a normal
  // distribution.
  private static final double DEVIATION_TO_SD = 1.28;
  private static final double CLIP = 2;
  private static final double START_DEVIATION = 0.15;
  private static final int CAUTION = 2;
  private static final double LEAST = 1e-6;
  private static final double RELATIVE_FLOOR = 0.01;
  private static final double SMALL_MEAN = 0.6;
  // Rhythms are not punctual: where the profile is steep, this part of an hour's change is spread.
  private static final double UNPUNCTUAL = 0.2;

  // More residuals beyond the cut than this, among the last thousand, are no exceptions.
  private static final double CUT = 4;
  private static final double CLEAR = 4;
  private static final double MANY_CUTS = 0.05;
  private static final double CUT_MEMORY = 1_000;
  private static final double CUT_RATE = 0.5;

  private final double power;
  private final double pace;
  private final HourlyDeviation deviation;
  private float cutShare;

  /**
   * Whether a value with a fraction was ever learned: then it is no count, whose Poisson floor
   * holds.
   */
  private boolean fractional;

  Spread(double power, double pace) {
    this.power = power;
    this.pace = pace;
    this.deviation = new HourlyDeviation(pace);
  }

  /** Whether a level lies several spreads above zero. */
  boolean isClear(double level) {
    return level > CLEAR * usual();
  }

  /** Takes over a part of a sibling's spread, for a level of 1. */
  void borrow(Spread sibling, double level, int siblings) {
    deviation.add(sibling.deviation, 1 / level / siblings);
    fractional |= sibling.fractional;
  }

  /** The spread that most hours have. */
  double usual() {
    return DEVIATION_TO_SD * deviation.all();
  }

  /** Siblings differ by so much from the shape that is borrowed, for a level of 1. */
  void differ(double by) {
    deviation.widen(by / DEVIATION_TO_SD);
  }

  /** Begins at a level, with what is borrowed for a level of 1 or with a guess. */
  void begin(double level, boolean borrowed) {
    if (borrowed) {
      grow(level);
    } else {
      deviation.begin(Math.max(START_DEVIATION * level, LEAST));
    }
  }

  /** Becomes so many times as large, as a borrowed one does with its level. */
  void grow(double factor) {
    deviation.scale(factor);
  }

  /** Notes whether the series still is one of whole numbers. */
  void see(double actual) {
    fractional |= actual != StrictMath.rint(actual);
  }

  /**
   * The spread of a bucket, above 0.
   *
   * @param slope how much the profiles change within an hour
   * @param widening how many times wider it is while little is known
   */
  double scale(int hour, double location, double typical, double slope, double widening) {
    double own =
        Math.max(DEVIATION_TO_SD * deviation.at(hour) * widening, floor(location, typical));
    double steep = UNPUNCTUAL * slope;
    return StrictMath.sqrt(own * own + steep * steep);
  }

  /**
   * The least spread that can be believed: a share of the centre, and for counts that of a Poisson
   * distribution.
   */
  private double floor(double location, double typical) {
    double relative = power * RELATIVE_FLOOR * location;
    double poisson = fractional ? 0 : poissonSpread(Math.max(1, typical));
    return Math.max(LEAST, Math.max(relative, poisson));
  }

  /**
   * Standard deviation of a Poisson count's power, within a tenth: the delta method, corrected for
   * small means.
   */
  private double poissonSpread(double mean) {
    return power * StrictMath.pow(mean, power - 0.5) * (1 + SMALL_MEAN / mean);
  }

  /**
   * Learns how far a bucket lay from what explains it.
   *
   * @param error distance from the centre
   * @param unexplained distance from the centre as shifted by a surprise that lasts
   */
  void learn(int hour, double error, double unexplained, double scale, long learned) {
    deviation.learn(hour, Math.min(Math.abs(unexplained), CLIP * scale), learned, CAUTION);
    learnCuts(hour, Math.abs(error) / CUT, scale, learned);
  }

  /**
   * A spread that cuts many residuals is too small: traffic that rests most of the time and comes
   * in bursts. It grows until the bursts fit.
   */
  private void learnCuts(int hour, double fitting, double scale, long learned) {
    boolean cut = fitting > scale;
    double memory = Math.min(learned + 1.0, CUT_MEMORY / Math.min(1, pace));
    cutShare += (float) (((cut ? 1 : 0) - cutShare) / memory);
    if (cut && cutShare > MANY_CUTS) {
      deviation.raise(hour, (scale + CUT_RATE * (fitting - scale)) / DEVIATION_TO_SD);
    }
  }

  void write(ByteBuffer out) {
    out.put((byte) (fractional ? 1 : 0)).putFloat(cutShare);
    deviation.write(out);
  }

  void read(ByteBuffer in) {
    fractional = in.get() != 0;
    cutShare = in.getFloat();
    deviation.read(in);
  }

  /** Version 1 kept the same figures in another order. */
  void readVersion1(boolean storedFractional, float storedCutShare, ByteBuffer deviations) {
    fractional = storedFractional;
    cutShare = storedCutShare;
    deviation.read(deviations);
  }
}

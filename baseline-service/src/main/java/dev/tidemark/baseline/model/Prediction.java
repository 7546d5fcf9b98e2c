package dev.tidemark.baseline.model;

import dev.tidemark.contract.surprise.Surroundings;

/**
 * The distribution that a baseline expects for one bucket: on the scale {@code y = x^power},
 * residuals {@code (y - location) / scale} follow a distribution that all series share.
 *
 * @param power exponent of the scale on which the spread is even, in (0, 1]
 * @param location centre on that scale, at least 0
 * @param scale spread on that scale, above 0: a robust standard deviation
 * @param typical the centre in the detector's unit, at least 0
 * @param allowedAbove residual above the centre that is explained, at least 0: by a surprise that
 *     lasts, by a level left a short while ago, by what the same time last week showed
 * @param allowedBelow the same below the centre, at least 0
 * @param historyBuckets buckets learned before this one
 * @param historySeconds from the first bucket learned to this one, in seconds
 * @param daily whether a daily profile is in force
 * @param weekly whether a weekly profile is in force
 * @param levelShift whether the level has shifted lately or is taken to be shifting
 * @param borrowed whether rhythm and spread are still partly those of the detector's other series
 */
public record Prediction(
    double power,
    double location,
    double scale,
    double typical,
    double allowedAbove,
    double allowedBelow,
    long historyBuckets,
    long historySeconds,
    boolean daily,
    boolean weekly,
    boolean levelShift,
    boolean borrowed) {

  /** The standardised residual of a value in the detector's unit. */
  public double residual(double actual) {
    return (StrictMath.pow(actual, power) - location) / scale;
  }

  /** What remains of the residual when what is allowed for is taken off; 0 within the allowance. */
  public double unexplained(double actual) {
    return Surroundings.unexplained(residual(actual), allowedAbove, allowedBelow);
  }
}

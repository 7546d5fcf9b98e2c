package dev.tidemark.scoring.score;

/**
 * The distribution that a baseline expects for one bucket: on the scale {@code y = x^power},
 * residuals {@code (y - location) / scale} follow a distribution that all series share.
 *
 * @param power exponent of the scale on which the spread is even, in (0, 1]
 * @param location centre on that scale, at least 0
 * @param scale spread on that scale, above 0: a robust standard deviation
 * @param typical the centre in the detector's unit, at least 0
 * @param allowedAbove residual above the centre that is explained, at least 0
 * @param allowedBelow the same below the centre, at least 0
 * @param historyBuckets buckets learned before this one, at least 0
 * @param historySeconds from the first bucket learned to this one, at least 0
 * @param daily whether a daily profile is in force
 * @param weekly whether a weekly profile is in force
 * @param levelShift whether the level has shifted lately or is taken to be shifting
 */
public record Expected(
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
    boolean levelShift) {

  private static final double FARTHEST = 1e9;

  /**
   * Checks the ranges.
   *
   * @throws InvalidFieldException if a number is out of its range
   */
  public Expected {
    InvalidFieldException.check(power > 0 && power <= 1, "prediction.power", power, "in (0, 1]");
    InvalidFieldException.check(
        isAmount(location), "prediction.location", location, "finite and at least 0");
    InvalidFieldException.check(
        scale > 0 && Double.isFinite(scale), "prediction.scale", scale, "finite and above 0");
    InvalidFieldException.check(
        isAmount(typical), "prediction.typical", typical, "finite and at least 0");
    InvalidFieldException.check(
        isAmount(allowedAbove), "prediction.allowed_above", allowedAbove, "finite and at least 0");
    InvalidFieldException.check(
        isAmount(allowedBelow), "prediction.allowed_below", allowedBelow, "finite and at least 0");
    InvalidFieldException.check(
        historyBuckets >= 0, "prediction.history_buckets", historyBuckets, "at least 0");
    InvalidFieldException.check(
        historySeconds >= 0, "prediction.history_s", historySeconds, "at least 0");
  }

  private static boolean isAmount(double value) {
    return value >= 0 && Double.isFinite(value);
  }

  /** The standardised residual of a value in the detector's unit; finite, at most a billion. */
  double residual(double actual) {
    double residual = (StrictMath.pow(actual, power) - location) / scale;
    return Math.clamp(residual, -FARTHEST, FARTHEST);
  }

  /**
   * The value in the detector's unit this many standard deviations from the centre; finite, at
   * least 0.
   */
  double value(double residual) {
    double y = location + residual * scale;
    return y <= 0 ? 0 : Math.min(Double.MAX_VALUE, StrictMath.pow(y, 1 / power));
  }
}

package dev.tidemark.scoring.score;

import dev.tidemark.contract.surprise.Calibration;
import dev.tidemark.contract.surprise.Surroundings;
import java.util.Collections;
import java.util.List;

/**
 * What the series' own past says about its residuals.
 *
 * @param recent unexplained residuals of the last buckets, newest first, at most 31
 * @param carried residual that the last bucket carries on into this one
 * @param jumpScale mean absolute deviation of a residual from what was carried on, above 0
 * @param sumScales mean absolute value of {@code sum / sqrt(k)} over k = 2, 4, 8, 16, 32 residuals
 * @param above surprises above
 * @param below surprises below
 */
public record Past(
    List<Float> recent,
    double carried,
    double jumpScale,
    List<Float> sumScales,
    OneSide above,
    OneSide below) {

  /** A series without a past. */
  public static final Past NONE =
      new Past(
          List.of(),
          0,
          0.5,
          Collections.nCopies(Surroundings.sums(), 0.8f),
          OneSide.NONE,
          OneSide.NONE);

  /**
   * One side of the past.
   *
   * @param reach how many of the last buckets may enter a sum, at least 0
   * @param calibration how often surprises of each size come
   */
  public record OneSide(int reach, Calibration calibration) {

    static final OneSide NONE = new OneSide(0, Calibration.UNKNOWN);

    /**
     * Checks the range.
     *
     * @throws InvalidFieldException if the reach is negative
     */
    public OneSide {
      InvalidFieldException.check(reach >= 0, "reach", reach, "at least 0");
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws InvalidFieldException if a number is out of its range
   */
  public Past {
    recent = List.copyOf(recent);
    sumScales = List.copyOf(sumScales);
    InvalidFieldException.check(
        recent.size() < Surroundings.LONGEST_SUM,
        "context.recent_residuals",
        recent.size() + " values",
        "at most " + (Surroundings.LONGEST_SUM - 1));
    recent.forEach(
        residual ->
            InvalidFieldException.check(
                Float.isFinite(residual), "context.recent_residuals", residual, "finite"));
    InvalidFieldException.check(Double.isFinite(carried), "context.carried", carried, "finite");
    InvalidFieldException.check(
        isScale(jumpScale), "context.jump_scale", jumpScale, "finite and above 0");
    InvalidFieldException.check(
        sumScales.size() == Surroundings.sums(),
        "context.sum_scales",
        sumScales.size() + " values",
        "one of each sum: " + Surroundings.sums());
    sumScales.forEach(
        scale ->
            InvalidFieldException.check(
                isScale(scale), "context.sum_scales", scale, "finite and above 0"));
  }

  private static boolean isScale(double value) {
    return value > 0 && Double.isFinite(value);
  }

  /** What stands around the bucket that follows this past. */
  Surroundings surroundings(Expected expected) {
    return new Surroundings(
        expected.allowedAbove(),
        expected.allowedBelow(),
        carried,
        jumpScale,
        array(recent),
        recent.size(),
        array(sumScales));
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}

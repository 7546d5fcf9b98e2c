package dev.tidemark.baseline.model;

import java.util.List;

/**
 * What the series' own past says about its residuals; scores depend on nothing else of the past. At
 * most 1 KiB encoded.
 *
 * @param recentResiduals unexplained residuals of the last buckets, newest first, at most 31
 * @param carried residual that the last bucket carries on into the next
 * @param jumpScale mean absolute deviation of a residual from what was carried on, above 0
 * @param sumScales mean absolute value of {@code sum / sqrt(k)} over k = 2, 4, 8, 16, 32 residuals
 * @param above how often surprises above come, and how far back sums reach
 * @param below the same below
 */
public record ScoreContext(
    List<Float> recentResiduals,
    float carried,
    float jumpScale,
    List<Float> sumScales,
    SideContext above,
    SideContext below) {

  /** Copies the lists. */
  public ScoreContext {
    recentResiduals = List.copyOf(recentResiduals);
    sumScales = List.copyOf(sumScales);
  }

  /**
   * One side of the past.
   *
   * @param reach how many of the last buckets may enter a sum: a surprise told is not told again
   * @param first {@code -ln} frequency of surprises above the first rung
   * @param slopes slopes of {@code -ln} frequency between the rungs
   * @see dev.tidemark.contract.surprise.Calibration
   */
  public record SideContext(int reach, float first, List<Float> slopes) {

    /** Copies the list. */
    public SideContext {
      slopes = List.copyOf(slopes);
    }
  }
}

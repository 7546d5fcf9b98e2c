package dev.tidemark.scoring.score;

/**
 * What the series' own past says about the upper tail of its residuals.
 *
 * @param threshold above this standardised residual the tail begins
 * @param share share of past residuals above the threshold, in [0, 1]
 * @param meanExcess mean excess of those above the threshold, at least 0; 0 only when none was seen
 * @param weight how many residuals the figures rest on, discounted; at least 0
 */
public record PastResiduals(double threshold, double share, double meanExcess, double weight) {

  /** A series without a past. */
  public static final PastResiduals NONE = new PastResiduals(1.7, 0, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws InvalidFieldException if a number is out of its range
   */
  public PastResiduals {
    InvalidFieldException.check(
        Double.isFinite(threshold), "context.tail_threshold", threshold, "finite");
    InvalidFieldException.check(share >= 0 && share <= 1, "context.tail_share", share, "in [0, 1]");
    InvalidFieldException.check(
        meanExcess >= 0 && Double.isFinite(meanExcess),
        "context.tail_mean_excess",
        meanExcess,
        "finite and at least 0");
    InvalidFieldException.check(
        weight >= 0 && Double.isFinite(weight),
        "context.tail_weight",
        weight,
        "finite and at least 0");
  }
}

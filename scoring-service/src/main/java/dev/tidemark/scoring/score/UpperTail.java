package dev.tidemark.scoring.score;

/**
 * The distribution of standardised residuals. Its body is Student's t with 5 degrees of freedom,
 * scaled to unit spread; above the tail's threshold it is a generalised Pareto distribution, whose
 * weight and mean excess are those of the series' own past, blended with the body's own by how much
 * past there is.
 *
 * @see "Siffer et al., KDD 2017 (peaks over threshold)"
 */
final class UpperTail {

  /** Smallest probability told: no finite value is impossible. */
  static final double LEAST = 1e-300;

  // Shape of the tail: a little heavier than exponential.
  private static final double SHAPE = 0.08;
  // How many residuals, and how many of them above the threshold, the general tail counts as.
  private static final double PRIOR_RESIDUALS = 1_000;
  private static final double PRIOR_PEAKS = 40;
  // Measured on traffic series that behave, above 1.7 standard deviations.
  private static final double PRIOR_MEAN_EXCESS = 0.33;
  // The threshold's bounds within which the closed form of the body is exact enough.
  private static final double LOWEST_THRESHOLD = -30;
  private static final double HIGHEST_THRESHOLD = 30;

  private final double threshold;
  private final double bodyAtThreshold;
  private final double tailWeight;
  private final double tailScale;
  private final boolean ownTail;

  UpperTail(PastResiduals past) {
    threshold = Math.clamp(past.threshold(), LOWEST_THRESHOLD, HIGHEST_THRESHOLD);
    bodyAtThreshold = StudentT5.upper(threshold);
    double residuals = PRIOR_RESIDUALS + past.weight();
    tailWeight = (PRIOR_RESIDUALS * bodyAtThreshold + past.weight() * past.share()) / residuals;
    double peaks = past.meanExcess() > 0 ? past.weight() * past.share() : 0;
    double meanExcess =
        (PRIOR_PEAKS * PRIOR_MEAN_EXCESS + peaks * past.meanExcess()) / (PRIOR_PEAKS + peaks);
    tailScale = meanExcess * (1 - SHAPE);
    ownTail = peaks > PRIOR_PEAKS;
  }

  /**
   * Probability of a residual at least this high.
   *
   * @param residual standardised residual, finite
   * @return P(Z >= residual), in [1e-300, 1]; never increases with {@code residual}
   */
  double probability(double residual) {
    double probability;
    if (residual > threshold) {
      double excess = (residual - threshold) / tailScale;
      probability = tailWeight * StrictMath.pow(1 + SHAPE * excess, -1 / SHAPE);
    } else {
      // The body gives up, or takes in, what the tail differs in weight: at the threshold the two
      // meet.
      double below = (1 - StudentT5.upper(residual)) / (1 - bodyAtThreshold);
      probability = 1 - (1 - tailWeight) * below;
    }
    return Math.clamp(probability, LEAST, 1);
  }

  /**
   * Whether a residual lies in a tail that rests more on the series' own past than on the general
   * tail.
   */
  boolean decidedByOwnPast(double residual) {
    return ownTail && residual > threshold;
  }
}

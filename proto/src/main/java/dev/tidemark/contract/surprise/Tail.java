package dev.tidemark.contract.surprise;

/**
 * A generalised Pareto tail, as a size of surprise: {@code -ln} of the share of buckets in which a
 * statistic is at least so high. Below the threshold the size falls in a straight line to 0.
 *
 * @param threshold where the tail begins
 * @param share share of buckets above the threshold, in (0, 1)
 * @param meanExcess mean excess of those, above 0
 * @param shape 0 would be exponential; larger is heavier
 * @see "Siffer et al., KDD 2017 (peaks over threshold)"
 */
record Tail(double threshold, double share, double meanExcess, double shape) {

  /** Size of the surprise, at least 0; never falls with the statistic. */
  double size(double statistic) {
    double excess = statistic - threshold;
    double atThreshold = -StrictMath.log(share);
    if (excess <= 0) {
      return Math.max(0, atThreshold + excess / meanExcess);
    }
    double scale = meanExcess * (1 - shape);
    return atThreshold + StrictMath.log1p(shape * excess / scale) / shape;
  }
}

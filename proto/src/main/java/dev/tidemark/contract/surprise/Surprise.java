package dev.tidemark.contract.surprise;

/**
 * The size of a surprise, {@code -ln} of the share of buckets in which a series like most would
 * surprise at least as much; {@link Calibration} turns it into this series' own frequency.
 *
 * @param unexplained the residual less what is allowed for, positive in the direction asked for
 * @param level size of the unexplained residual
 * @param jump size of its rise over what the last buckets carry on
 * @param sum size of the largest sum of several buckets
 * @param sumBuckets how many buckets that sum spans; 0 when none could be formed
 */
public record Surprise(double unexplained, double level, double jump, double sum, int sumBuckets) {

  /** Size of this bucket's own surprise: level or jump, whichever is larger. */
  public double single() {
    return Math.max(level, jump);
  }

  /** Size of the surprise: the largest of all. */
  public double size() {
    return Math.max(single(), sum);
  }

  /** How many buckets the decisive statistic spans; 1: this bucket alone. */
  public int decisiveBuckets() {
    return sum > single() ? sumBuckets : 1;
  }
}

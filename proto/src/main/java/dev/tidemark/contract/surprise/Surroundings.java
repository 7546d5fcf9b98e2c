package dev.tidemark.contract.surprise;

/**
 * What stands around a bucket when it is judged: what is allowed for, and what the last buckets
 * showed. All residuals are standardised: {@code (value - expected) / spread} on the scale on which
 * the series spreads evenly.
 *
 * <p>A bucket is surprising in one of three ways, the largest of which counts. With {@code e} the
 * unexplained residual (below), positive in the direction asked for:
 *
 * <pre>
 *   level  e
 *   jump   (e - carried on) / (1.25 * jumpScale), where what is carried on is held in [0, e]
 *   sum    (e + the last k - 1 unexplained residuals) / sqrt(k) / (1.25 * sumScale of k) - handicap of k
 * </pre>
 *
 * <p>Each has a generalised Pareto tail of its own, measured on traffic series that behave.
 * Residuals of traffic are correlated: how far a bucket lies above what its neighbours lead one to
 * expect says more about a sudden event than how far it lies above what is typical, while a slow
 * one shows in the level and the sums.
 *
 * @see #unexplained(double, Direction)
 */
public final class Surroundings {

  /** How many buckets the sums span. */
  public static final int LONGEST_SUM = 32;

  /** Mean absolute deviation to standard deviation, for a normal distribution: sqrt(pi / 2). */
  public static final double DEVIATION_TO_SD = 1.25;

  private static final int[] SUM_BUCKETS = {2, 4, 8, 16, LONGEST_SUM};
  // The shortest sums repeat what the bucket itself says, the longest one what the level says.
  private static final double[] SUM_HANDICAP = {0.9, 0.6, 0.3, 0.3, 0.9};

  private static final Tail LEVEL = new Tail(1.7, 0.03, 0.35, 0.1);
  private static final Tail JUMP = new Tail(2.2, 0.04, 0.8, 0.25);
  private static final Tail SUM = new Tail(1.7, 0.02, 0.4, 0.1);
  // Three statistics have three chances: what each must be ahead by, in sizes of surprise.
  private static final double JUMP_HANDICAP = 0.5;
  private static final double SUM_SIZE_HANDICAP = 2;

  private final double allowedAbove;
  private final double allowedBelow;
  private final double carried;
  private final double jumpScale;
  private final float[] recent;
  private final int recentCount;
  private final float[] sumScales;

  /**
   * Surroundings of a bucket. Arrays are not copied.
   *
   * @param allowedAbove how far above what is expected is explained, at least 0
   * @param allowedBelow how far below is explained, at least 0
   * @param carried residual that the last bucket carries on into this one
   * @param jumpScale mean absolute deviation of a residual from what was carried on, above 0
   * @param recent unexplained residuals of the last buckets, newest first
   * @param recentCount how many of them count, at most {@code LONGEST_SUM - 1}
   * @param sumScales mean absolute value of {@code sum / sqrt(k)} of 2, 4, 8, 16, 32 buckets
   */
  public Surroundings(
      double allowedAbove,
      double allowedBelow,
      double carried,
      double jumpScale,
      float[] recent,
      int recentCount,
      float[] sumScales) {
    this.allowedAbove = allowedAbove;
    this.allowedBelow = allowedBelow;
    this.carried = carried;
    this.jumpScale = jumpScale;
    this.recent = recent;
    this.recentCount = recentCount;
    this.sumScales = sumScales;
  }

  /** Sums of how many buckets are formed: 2, 4, 8, 16, 32. */
  public static int sums() {
    return SUM_BUCKETS.length;
  }

  /** How many buckets a sum spans. */
  public static int sumBuckets(int sum) {
    return SUM_BUCKETS[sum];
  }

  /**
   * What remains of a residual when what is allowed for is taken off: 0 while it lies between what
   * is expected and the allowance.
   *
   * @return positive when it departs in the direction asked for
   */
  public double unexplained(double residual, Direction direction) {
    // Adding 0 makes -0 a 0: what is equal must be equal bit for bit.
    return direction.sign() * unexplained(residual, allowedAbove, allowedBelow) + 0.0;
  }

  /** The same, positive above. */
  public static double unexplained(double residual, double allowedAbove, double allowedBelow) {
    return residual > 0
        ? Math.max(0, residual - allowedAbove)
        : Math.min(0, residual + allowedBelow);
  }

  /**
   * A sum of residuals, made one step longer.
   *
   * @param sum the one before: of the bucket itself, for the first
   * @param k which sum it becomes
   * @param recent residuals before the bucket's own, newest first
   * @param reach how many of them may enter
   */
  public static double extended(double sum, int k, float[] recent, int reach, Direction direction) {
    int from = k == 0 ? 0 : SUM_BUCKETS[k - 1] - 1;
    int to = Math.min(reach, SUM_BUCKETS[k] - 1);
    double extended = sum;
    for (int i = from; i < to; i++) {
      extended += direction.sign() * recent[i];
    }
    return extended;
  }

  /**
   * How surprising a residual is; never less for one that lies further out in that direction.
   *
   * @param reach how many of the last buckets may enter a sum
   */
  public Surprise of(double residual, Direction direction, int reach) {
    double unexplained = unexplained(residual, direction);
    double level = LEVEL.size(unexplained);
    double jump = Math.max(0, JUMP.size(jump(unexplained, direction)) - JUMP_HANDICAP);
    double largest = Double.NEGATIVE_INFINITY;
    int largestBuckets = 0;
    double sum = unexplained;
    for (int k = 0; k < SUM_BUCKETS.length && SUM_BUCKETS[k] - 1 <= recentCount; k++) {
      sum = extended(sum, k, recent, reach, direction);
      double statistic =
          sum / StrictMath.sqrt(SUM_BUCKETS[k]) / (DEVIATION_TO_SD * sumScales[k])
              - SUM_HANDICAP[k];
      if (statistic > largest) {
        largest = statistic;
        largestBuckets = SUM_BUCKETS[k];
      }
    }
    double ofSum = largestBuckets == 0 ? 0 : Math.max(0, SUM.size(largest) - SUM_SIZE_HANDICAP);
    return new Surprise(unexplained, level, jump, ofSum, largestBuckets);
  }

  /** The jump, in standard deviations. */
  private double jump(double unexplained, Direction direction) {
    double carriedOn = Math.max(0, Math.min(unexplained, direction.sign() * carried));
    return (unexplained - carriedOn) / (DEVIATION_TO_SD * jumpScale);
  }
}

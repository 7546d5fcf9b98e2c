package dev.tidemark.scoring.score;

/**
 * The fixed map from how long one waits for such a surprise, in one series that behaves, to a score
 * that means the same at any bucket span. With waiting time {@code W = span / probability}:
 *
 * <pre>
 *   score    W
 *       0    6 hours or less; with spans above 90 minutes, 4 spans or less
 *      25    1 week
 *      50    1 month   (365.25 / 12 days)
 *      75    1 year    (365.25 days)
 *      90    10 years
 *     100    never
 * </pre>
 *
 * Between the points it is linear in log W; above ten years it is {@code 100 - 10 / (1 + log10(W /
 * 10 years))}.
 */
final class ScoreScale {

  private static final double DAY_S = 86_400;
  private static final double YEAR_S = 365.25 * DAY_S;
  private static final double[] WAITING_S = {
    DAY_S / 4, 7 * DAY_S, YEAR_S / 12, YEAR_S, 10 * YEAR_S
  };
  private static final double[] SCORES = {0, 25, 50, 75, 90};
  private static final double QUIET_SPANS = 4;

  private ScoreScale() {}

  /** Expected time between such surprises, in seconds. */
  static double waitingSeconds(double probability, long spanSeconds) {
    return spanSeconds / probability;
  }

  /** The score of a surprise that comes in this share of buckets. */
  static double ofProbability(double probability, long spanSeconds) {
    return score(waitingSeconds(probability, spanSeconds), spanSeconds);
  }

  /**
   * The score of a surprise.
   *
   * @param waitingSeconds expected time between such surprises, above 0
   * @param spanSeconds the bucket span, 10 s to 1 day
   * @return 0 to 100; never decreases with the waiting time
   */
  static double score(double waitingSeconds, long spanSeconds) {
    // With long buckets even an everyday value is days apart: it must be rarer than one in four to
    // count at all.
    double quiet = Math.max(WAITING_S[0], QUIET_SPANS * spanSeconds);
    if (waitingSeconds <= quiet) {
      return 0;
    }
    int last = WAITING_S.length - 1;
    if (waitingSeconds >= WAITING_S[last]) {
      double decades = StrictMath.log10(waitingSeconds / WAITING_S[last]);
      return 100 - (100 - SCORES[last]) / (1 + decades);
    }
    int i = 1;
    while (waitingSeconds >= WAITING_S[i]) {
      i++;
    }
    double from = i == 1 ? quiet : WAITING_S[i - 1];
    double part = StrictMath.log(waitingSeconds / from) / StrictMath.log(WAITING_S[i] / from);
    return SCORES[i - 1] + Math.min(1, part) * (SCORES[i] - SCORES[i - 1]);
  }
}

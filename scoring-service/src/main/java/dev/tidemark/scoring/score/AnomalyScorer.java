package dev.tidemark.scoring.score;

import dev.tidemark.contract.Side;

/**
 * Says how surprising a bucket is. The same bucket gives the same result, bit for bit. Where the
 * high side is anomalous, with the same expectation and past, a higher actual never has a higher
 * probability or a lower score, so that what is said of an open bucket holds when it closes.
 */
public final class AnomalyScorer {

  // Central 95 % of the body: 2.5706 standard units of t with 5 degrees, by its standard deviation.
  private static final double BOUND = 1.9912;

  // The lower tail mirrors the general upper one: a series' own past tells of its upper tail only.
  private static final UpperTail LOWER_TAIL = new UpperTail(PastResiduals.NONE);

  private AnomalyScorer() {}

  /** Scores one bucket. */
  public static BucketResult score(BucketCase bucket) {
    Expected expected = bucket.expected();
    double residual = expected.residual(bucket.actual());
    UpperTail tail = new UpperTail(bucket.past());
    // A series begins with its first bucket: without any history nothing can be a surprise.
    double probability =
        expected.historyBuckets() == 0 ? 1 : probability(bucket.side(), residual, tail);
    double waiting = ScoreScale.waitingSeconds(probability, bucket.spanSeconds());
    double score = ScoreScale.score(waiting, bucket.spanSeconds());
    return new BucketResult(
        probability,
        score,
        expected.value(-BOUND),
        expected.value(BOUND),
        Influencers.of(bucket, score),
        explanation(bucket, residual, score, tail, waiting));
  }

  /** Of a residual as far out on the anomalous side; on both, as far out on either. */
  private static double probability(Side side, double residual, UpperTail tail) {
    return switch (side) {
      case HIGH -> tail.probability(residual);
      case LOW -> LOWER_TAIL.probability(-residual);
      case BOTH ->
          Math.min(1, 2 * Math.min(tail.probability(residual), LOWER_TAIL.probability(-residual)));
    };
  }

  private static Explanation explanation(
      BucketCase bucket, double residual, double score, UpperTail tail, double waiting) {
    Expected expected = bucket.expected();
    return new Explanation(
        bucket.actual() / Math.max(1, expected.typical()),
        residual,
        score,
        bucket.side() != Side.LOW
            && expected.historyBuckets() > 0
            && tail.decidedByOwnPast(residual),
        expected.historyBuckets(),
        expected.historySeconds(),
        expected.daily(),
        expected.weekly(),
        waiting,
        expected.historySeconds() < waiting);
  }
}

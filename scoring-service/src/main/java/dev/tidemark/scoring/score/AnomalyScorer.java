package dev.tidemark.scoring.score;

/**
 * Says how surprising a bucket is. The same bucket gives the same result, bit for bit; with the
 * same expectation and past, a higher actual never has a higher probability or a lower score, so
 * that what is said of an open bucket holds when it closes.
 */
public final class AnomalyScorer {

  // Central 95 % of the body: 2.5706 standard units of t with 5 degrees, by its standard deviation.
  private static final double BOUND = 1.9912;

  private AnomalyScorer() {}

  /** Scores one bucket. */
  public static BucketResult score(BucketCase bucket) {
    Expected expected = bucket.expected();
    double residual = expected.residual(bucket.actual());
    UpperTail tail = new UpperTail(bucket.past());
    // A series begins with its first bucket: without any history nothing can be a surprise.
    double probability = expected.historyBuckets() == 0 ? 1 : tail.probability(residual);
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

  private static Explanation explanation(
      BucketCase bucket, double residual, double score, UpperTail tail, double waiting) {
    Expected expected = bucket.expected();
    return new Explanation(
        bucket.actual() / Math.max(1, expected.typical()),
        residual,
        score,
        expected.historyBuckets() > 0 && tail.decidedByOwnPast(residual),
        expected.historyBuckets(),
        expected.historySeconds(),
        expected.daily(),
        expected.weekly(),
        waiting,
        expected.historySeconds() < waiting);
  }
}

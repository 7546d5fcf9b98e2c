package dev.tidemark.scoring.score;

import dev.tidemark.contract.Side;
import dev.tidemark.contract.surprise.Direction;
import dev.tidemark.contract.surprise.Surroundings;

/**
 * Says how surprising a bucket is. The same bucket gives the same result, bit for bit. Where the
 * high side is anomalous, with the same expectation and past, a higher actual never has a higher
 * probability or a lower score, so that what is said of an open bucket holds when it closes.
 *
 * @see Surroundings for the statistics of which the most surprising one counts
 */
public final class AnomalyScorer {

  // Residuals of nearly all buckets of series that behave lie within.
  private static final double BOUND = 2;

  private AnomalyScorer() {}

  /** Scores one bucket. */
  public static BucketResult score(BucketCase bucket) {
    Expected expected = bucket.expected();
    double residual = expected.residual(bucket.actual());
    Verdict verdict = verdict(bucket.side(), bucket.past(), expected, residual);
    // A series begins with its first bucket: without any history nothing can be a surprise.
    double probability = expected.historyBuckets() == 0 ? 1 : verdict.probability();
    double score = ScoreScale.ofProbability(probability, bucket.spanSeconds());
    return new BucketResult(
        probability,
        score,
        ScoreScale.ofProbability(anySeries(probability, bucket), bucket.spanSeconds()),
        expected.value(-BOUND - expected.allowedBelow()),
        expected.value(BOUND + expected.allowedAbove()),
        Influencers.of(bucket, verdict.side(), score),
        Explanation.of(bucket, residual, verdict, probability));
  }

  /**
   * How many such surprises begin in a bucket of the whole job, at most 1. Frequencies add up
   * however much the series depend on each other; that they surprise together makes them fewer
   * alerts, not more.
   */
  private static double anySeries(double probability, BucketCase bucket) {
    return Math.min(1, probability * bucket.seriesWatched());
  }

  private static Verdict verdict(Side side, Past past, Expected expected, double residual) {
    Surroundings surroundings = past.surroundings(expected);
    return switch (side) {
      case HIGH -> above(past, surroundings, residual);
      case LOW -> below(past, surroundings, residual);
      case BOTH -> both(past, surroundings, residual);
    };
  }

  /** The side on which the value lies decides unless the other one is rarer. */
  private static Verdict both(Past past, Surroundings surroundings, double residual) {
    Verdict above = above(past, surroundings, residual);
    Verdict below = below(past, surroundings, residual);
    return residual < 0 ? below.orElse(above) : above.orElse(below);
  }

  private static Verdict above(Past past, Surroundings surroundings, double residual) {
    Past.OneSide side = past.above();
    return new Verdict(
        Side.HIGH, surroundings.of(residual, Direction.ABOVE, side.reach()), side.calibration(), 1);
  }

  private static Verdict below(Past past, Surroundings surroundings, double residual) {
    Past.OneSide side = past.below();
    return new Verdict(
        Side.LOW, surroundings.of(residual, Direction.BELOW, side.reach()), side.calibration(), 1);
  }
}

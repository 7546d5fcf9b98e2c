package dev.tidemark.scoring.score;

import dev.tidemark.contract.Side;
import dev.tidemark.contract.surprise.Surprise;

/**
 * The numbers behind a score; each can be computed again by hand from the request.
 *
 * @param side the side that decided, high or low: of both the rarer one, which is not the one on
 *     which actual lies where a sum of several buckets decided
 * @param factor actual / typical; actual / 1 when typical is below 1
 * @param residual (actual^power - location) / scale
 * @param unexplainedResidual the residual less what is allowed for, positive on the side that
 *     decided
 * @param surpriseSize -ln of the share of buckets in which a series like most surprises so much
 * @param tailUsed which statistic's tail decided: {@code level}, {@code jump} or {@code sum}
 * @param singleBucketScore anomaly score of this bucket's own level and jump, 0 to 100
 * @param multiBucketScore anomaly score of the largest sum of several buckets, 0 to 100
 * @param decisiveBuckets how many buckets the deciding statistic spans; 1: this bucket alone
 * @param historyBuckets buckets learned before
 * @param historySeconds length of the history
 * @param daily whether a daily profile is in force
 * @param weekly whether a weekly profile is in force
 * @param levelShift whether the level has shifted lately or is taken to be shifting
 * @param waitingSeconds expected time between surprises of this size in this series while it
 *     behaves: span / probability
 * @param extrapolated whether the history is shorter than that waiting time
 */
public record Explanation(
    Side side,
    double factor,
    double residual,
    double unexplainedResidual,
    double surpriseSize,
    String tailUsed,
    double singleBucketScore,
    double multiBucketScore,
    int decisiveBuckets,
    long historyBuckets,
    long historySeconds,
    boolean daily,
    boolean weekly,
    boolean levelShift,
    double waitingSeconds,
    boolean extrapolated) {

  static Explanation of(BucketCase bucket, double residual, Verdict verdict, double probability) {
    Expected expected = bucket.expected();
    Surprise surprise = verdict.surprise();
    double waiting = ScoreScale.waitingSeconds(probability, bucket.spanSeconds());
    return new Explanation(
        verdict.side(),
        bucket.actual() / Math.max(1, expected.typical()),
        residual,
        surprise.unexplained(),
        surprise.size(),
        tail(surprise),
        partScore(bucket, verdict.probability(surprise.single())),
        partScore(bucket, verdict.probability(surprise.sum())),
        surprise.decisiveBuckets(),
        expected.historyBuckets(),
        expected.historySeconds(),
        expected.daily(),
        expected.weekly(),
        expected.levelShift(),
        waiting,
        expected.historySeconds() < waiting);
  }

  private static String tail(Surprise surprise) {
    if (surprise.decisiveBuckets() > 1) {
      return "sum";
    }
    return surprise.jump() > surprise.level() ? "jump" : "level";
  }

  /** What the score were, did this statistic alone count. */
  private static double partScore(BucketCase bucket, double probability) {
    boolean known = bucket.expected().historyBuckets() > 0;
    return known ? ScoreScale.ofProbability(probability, bucket.spanSeconds()) : 0;
  }
}

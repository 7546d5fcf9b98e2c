package dev.tidemark.scoring.score;

import java.util.List;

/**
 * How surprising one bucket is.
 *
 * @param probability of a value as far out on the anomalous side, in [0, 1]: P(X >= actual) on the
 *     high side, P(X <= actual) on the low one, twice the smaller and at most 1 on both
 * @param anomalyScore 0 (usual) to 100, see {@link ScoreScale}
 * @param jobScore the same for any of the job's series: how long one waits for such a surprise in
 *     all of them together; never above the anomaly score
 * @param lower lower model bound in the detector's unit, at least 0
 * @param upper upper model bound in the detector's unit
 * @param influencers values that stand out, highest score first, at most 10 a field; none below
 *     typical or where the low side decided
 * @param explanation the numbers behind the score
 */
public record BucketResult(
    double probability,
    double anomalyScore,
    double jobScore,
    double lower,
    double upper,
    List<Influencer> influencers,
    Explanation explanation) {

  /** Copies the influencers. */
  public BucketResult {
    influencers = List.copyOf(influencers);
  }
}

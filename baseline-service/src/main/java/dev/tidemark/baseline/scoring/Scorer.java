package dev.tidemark.baseline.scoring;

import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Says how surprising buckets are. */
public interface Scorer {

  /**
   * Scores buckets.
   *
   * @param buckets any number
   * @return one score for each, in their order; fails with {@link ScoringUnavailable} when the
   *     service does not answer in time
   */
  Uni<List<BucketScore>> score(List<BucketToScore> buckets);
}

package dev.tidemark.baseline.kafka;

import dev.tidemark.baseline.scoring.Scorer;
import dev.tidemark.baseline.scoring.ScoringUnavailable;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.Side;
import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.Explanation;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands for scoring-service: scores by the factor over typical, or of typical over what is low,
 * and can be away.
 */
@Mock
@ApplicationScoped
public class FactorScorer implements Scorer {

  /** Whether it does not answer. */
  static final AtomicBoolean AWAY = new AtomicBoolean();

  @Override
  public Uni<List<BucketScore>> score(List<BucketToScore> buckets) {
    if (AWAY.get()) {
      return Uni.createFrom()
          .failure(new ScoringUnavailable("away", new IllegalStateException("away")));
    }
    return Uni.createFrom().item(buckets.stream().map(FactorScorer::score).toList());
  }

  private static BucketScore score(BucketToScore bucket) {
    double actual = bucket.getActual();
    double typical = bucket.getPrediction().getTypical();
    Side side = DetectorFunction.ofNumber(bucket.getFunctionValue()).side();
    boolean low = side.isLow("", actual, typical);
    double factor = low ? typical / Math.max(1, actual) : actual / Math.max(1, typical);
    return BucketScore.newBuilder()
        .setProbability(Math.min(1, 1 / Math.max(1, factor * factor)))
        .setAnomalyScore(Math.clamp((factor - 1) * 20, 0, 100))
        .setJobScore(Math.clamp((factor - 1) * 20, 0, 100))
        .setUpper(bucket.getPrediction().getTypical() * 2)
        .setExplanation(Explanation.newBuilder().setFactor(factor))
        .build();
  }
}

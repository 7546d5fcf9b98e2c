package dev.tidemark.scoring.grpc;

import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.Side;
import dev.tidemark.contract.surprise.Calibration;
import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.InfluencerScore;
import dev.tidemark.proto.scoring.v1.Prediction;
import dev.tidemark.proto.scoring.v1.ScoreContext;
import dev.tidemark.proto.scoring.v1.SideContext;
import dev.tidemark.scoring.score.BucketCase;
import dev.tidemark.scoring.score.BucketResult;
import dev.tidemark.scoring.score.Contribution;
import dev.tidemark.scoring.score.Expected;
import dev.tidemark.scoring.score.Explanation;
import dev.tidemark.scoring.score.Influencer;
import dev.tidemark.scoring.score.InvalidFieldException;
import dev.tidemark.scoring.score.Past;
import java.util.ArrayList;
import java.util.List;

/** Between the wire's messages and the score's own values. */
final class ScoringMessages {

  private ScoringMessages() {}

  /**
   * Reads one bucket.
   *
   * @throws InvalidFieldException if a field is out of range; the message begins with its path in
   *     the message
   */
  static BucketCase bucketCase(BucketToScore bucket) {
    return new BucketCase(
        bucket.getActual(),
        bucket.getBucketSpanS(),
        side(bucket),
        expected(bucket.getPrediction()),
        hasPast(bucket) ? past(bucket.getContext()) : Past.NONE,
        bucket.getSeriesWatched() == 0 ? 1 : bucket.getSeriesWatched(),
        contributions(bucket));
  }

  private static Side side(BucketToScore bucket) {
    try {
      return DetectorFunction.ofNumber(bucket.getFunctionValue()).side();
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          "function", bucket.getFunctionValue(), "a function that is known here");
    }
  }

  private static Expected expected(Prediction prediction) {
    return new Expected(
        prediction.getPower(),
        prediction.getLocation(),
        prediction.getScale(),
        prediction.getTypical(),
        prediction.getAllowedAbove(),
        prediction.getAllowedBelow(),
        prediction.getHistoryBuckets(),
        prediction.getHistoryS(),
        prediction.getDaily(),
        prediction.getWeekly(),
        prediction.getLevelShift());
  }

  /**
   * Whether there is a past that this engine understands. Evidence that engine 1 stored, for which
   * late events come after an upgrade, is judged like a series without one.
   */
  private static boolean hasPast(BucketToScore bucket) {
    return bucket.hasContext() && bucket.getContext().getSumScalesCount() > 0;
  }

  private static Past past(ScoreContext context) {
    return new Past(
        context.getRecentResidualsList(),
        context.getCarried(),
        context.getJumpScale(),
        context.getSumScalesList(),
        side("context.above", context.getAbove()),
        side("context.below", context.getBelow()));
  }

  private static Past.OneSide side(String field, SideContext side) {
    try {
      return new Past.OneSide(
          side.getReach(), Calibration.of(side.getFirst(), side.getSlopesList()));
    } catch (InvalidFieldException e) {
      throw e.under(field);
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(field, String.valueOf(e.getMessage()), "a calibration");
    }
  }

  private static List<Contribution> contributions(BucketToScore bucket) {
    List<Contribution> contributions = new ArrayList<>(bucket.getContributionsCount());
    for (int i = 0; i < bucket.getContributionsCount(); i++) {
      var contribution = bucket.getContributions(i);
      try {
        contributions.add(
            new Contribution(
                contribution.getField(),
                contribution.getValue(),
                contribution.getAmount(),
                contribution.getUsualShare()));
      } catch (InvalidFieldException e) {
        throw e.under("contributions[" + i + "]");
      }
    }
    return contributions;
  }

  /** Writes one result. */
  static BucketScore score(BucketResult result) {
    BucketScore.Builder score =
        BucketScore.newBuilder()
            .setProbability(result.probability())
            .setAnomalyScore(result.anomalyScore())
            .setJobScore(result.jobScore())
            .setLower(result.lower())
            .setUpper(result.upper())
            .setExplanation(explanation(result.explanation()));
    result.influencers().forEach(influencer -> score.addInfluencers(influencer(influencer)));
    return score.build();
  }

  private static InfluencerScore influencer(Influencer influencer) {
    return InfluencerScore.newBuilder()
        .setField(influencer.field())
        .setValue(influencer.value())
        .setScore(influencer.score())
        .setShare(influencer.share())
        .setUsualShare(influencer.usualShare())
        .setExcess(influencer.excess())
        .build();
  }

  private static dev.tidemark.proto.scoring.v1.Explanation explanation(Explanation explanation) {
    return dev.tidemark.proto.scoring.v1.Explanation.newBuilder()
        .setFactor(explanation.factor())
        .setResidual(explanation.residual())
        .setSingleBucketScore(explanation.singleBucketScore())
        .setMultiBucketScore(explanation.multiBucketScore())
        .setDecisiveBuckets(explanation.decisiveBuckets())
        .setUnexplainedResidual(explanation.unexplainedResidual())
        .setSurpriseSize(explanation.surpriseSize())
        .setLevelShift(explanation.levelShift())
        .setTailUsed(explanation.tailUsed())
        .setHistoryBuckets(explanation.historyBuckets())
        .setHistoryS(explanation.historySeconds())
        .setDaily(explanation.daily())
        .setWeekly(explanation.weekly())
        .setWaitingTimeS(explanation.waitingSeconds())
        .setExtrapolated(explanation.extrapolated())
        .setSide(explanation.side().text())
        .build();
  }
}

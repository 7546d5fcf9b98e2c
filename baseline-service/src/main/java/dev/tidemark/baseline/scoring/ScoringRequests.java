package dev.tidemark.baseline.scoring;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.baseline.bucket.Aggregate;
import dev.tidemark.baseline.bucket.BucketResult;
import dev.tidemark.baseline.bucket.BucketResult.Expected;
import dev.tidemark.baseline.bucket.FrozenPrediction;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.Contribution;
import dev.tidemark.proto.scoring.v1.Prediction;
import dev.tidemark.proto.scoring.v1.ScoreContext;
import dev.tidemark.proto.scoring.v1.SideContext;
import java.util.List;

/**
 * Buckets in the form that scoring-service reads; the same form is kept as evidence for repairs.
 */
public final class ScoringRequests {

  private ScoringRequests() {}

  /** A result's bucket with what was expected of it; without a value, actual is left open. */
  public static BucketToScore bucket(BucketResult result, Expected expected) {
    return scoredWith(expected.with())
        .setActual(result.value().orElse(0))
        .setBucketSpanS(result.shard().job().span().seconds())
        .setFunctionValue(result.function().number())
        .addAllContributions(contributions(expected.contributions()))
        .build();
  }

  /** What a bucket is scored with, still without the bucket. */
  static BucketToScore.Builder scoredWith(FrozenPrediction with) {
    return BucketToScore.newBuilder()
        .setPrediction(prediction(with.prediction()))
        .setContext(context(with.context()))
        .setSeriesWatched(with.seriesWatched());
  }

  private static Prediction prediction(dev.tidemark.baseline.model.Prediction prediction) {
    return Prediction.newBuilder()
        .setPower(prediction.power())
        .setLocation(prediction.location())
        .setScale(prediction.scale())
        .setTypical(prediction.typical())
        .setHistoryBuckets(prediction.historyBuckets())
        .setHistoryS(prediction.historySeconds())
        .setDaily(prediction.daily())
        .setWeekly(prediction.weekly())
        .setAllowedAbove(prediction.allowedAbove())
        .setAllowedBelow(prediction.allowedBelow())
        .setLevelShift(prediction.levelShift())
        .setBorrowed(prediction.borrowed())
        .build();
  }

  private static ScoreContext context(dev.tidemark.baseline.model.ScoreContext context) {
    return ScoreContext.newBuilder()
        .addAllRecentResiduals(context.recentResiduals())
        .setCarried(context.carried())
        .setJumpScale(context.jumpScale())
        .addAllSumScales(context.sumScales())
        .setAbove(side(context.above()))
        .setBelow(side(context.below()))
        .build();
  }

  private static SideContext side(dev.tidemark.baseline.model.ScoreContext.SideContext side) {
    return SideContext.newBuilder()
        .setReach(side.reach())
        .setFirst(side.first())
        .addAllSlopes(side.slopes())
        .build();
  }

  private static List<Contribution> contributions(List<BucketResult.Contribution> contributions) {
    return contributions.stream()
        .map(
            contribution ->
                Contribution.newBuilder()
                    .setField(contribution.field())
                    .setValue(contribution.value())
                    .setAmount(contribution.amount())
                    .setUsualShare(contribution.usualShare())
                    .build())
        .toList();
  }

  /**
   * A bucket as it was scored, with what was counted since: the same prediction and context.
   *
   * @param evidence the stored form
   * @param whole all that is counted now
   * @throws IllegalArgumentException if the stored form cannot be read
   */
  public static BucketToScore revised(byte[] evidence, Aggregate whole) {
    try {
      BucketToScore.Builder bucket = BucketToScore.parseFrom(evidence).toBuilder();
      DetectorFunction function = DetectorFunction.ofNumber(bucket.getFunctionValue());
      whole.value(function).ifPresent(bucket::setActual);
      for (Contribution.Builder contribution : bucket.getContributionsBuilderList()) {
        contribution.setAmount(
            (double) whole.influencer(contribution.getField()).weight(contribution.getValue()));
      }
      return bucket.build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not stored evidence", e);
    }
  }
}

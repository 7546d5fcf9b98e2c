package dev.tidemark.baseline.scoring;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.baseline.bucket.FrozenPrediction;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.Prediction;
import dev.tidemark.proto.scoring.v1.ScoreContext;
import dev.tidemark.proto.scoring.v1.SideContext;

/**
 * Frozen predictions in the form in which they are kept: a {@code
 * tidemark.scoring.v1.BucketToScore} that holds nothing but prediction, context and the series
 * watched.
 */
public final class FrozenPredictions {

  private FrozenPredictions() {}

  /** What a bucket was scored with. */
  public static FrozenPrediction of(BucketToScore evidence) {
    return new FrozenPrediction(
        prediction(evidence.getPrediction()),
        context(evidence.getContext()),
        evidence.getSeriesWatched());
  }

  private static dev.tidemark.baseline.model.Prediction prediction(Prediction prediction) {
    return new dev.tidemark.baseline.model.Prediction(
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
        prediction.getLevelShift(),
        prediction.getBorrowed());
  }

  private static dev.tidemark.baseline.model.ScoreContext context(ScoreContext context) {
    return new dev.tidemark.baseline.model.ScoreContext(
        context.getRecentResidualsList(),
        context.getCarried(),
        context.getJumpScale(),
        context.getSumScalesList(),
        side(context.getAbove()),
        side(context.getBelow()));
  }

  private static dev.tidemark.baseline.model.ScoreContext.SideContext side(SideContext side) {
    return new dev.tidemark.baseline.model.ScoreContext.SideContext(
        side.getReach(), side.getFirst(), side.getSlopesList());
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static FrozenPrediction decode(byte[] bytes) {
    try {
      return of(BucketToScore.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a stored prediction", e);
    }
  }

  /** The stored form. */
  public static byte[] encode(FrozenPrediction frozen) {
    return ScoringRequests.scoredWith(frozen).build().toByteArray();
  }
}

package dev.tidemark.baseline.series;

import dev.tidemark.baseline.bucket.Aggregate;
import dev.tidemark.baseline.bucket.BucketResult.ShardView;
import dev.tidemark.baseline.bucket.ShardMode;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bucket with its score.
 *
 * @param place which bucket
 * @param shard the shard as it was
 * @param aggregate what was counted
 * @param evidence what it was scored with
 * @param score how surprising it is
 * @param usual usual values of other figures, as far as known
 * @param interim whether it still fills
 * @param revised whether late events changed it
 * @param scheduledEvent the scheduled event that it is under, so that only what was expected
 *     counts; null: none
 * @param told whether a record of it was told before: then this one is told too, so that the last
 *     word on a bucket is what is known of it
 * @param cutShort whether its job was closed while it filled, so that it is not judged
 */
record Judged(
    Place place,
    ShardView shard,
    Aggregate aggregate,
    BucketToScore evidence,
    BucketScore score,
    Map<String, Double> usual,
    boolean interim,
    boolean revised,
    @Nullable String scheduledEvent,
    boolean told,
    boolean cutShort) {

  private static final double TOLD_EVERY = 5;

  boolean isScheduled() {
    return scheduledEvent != null;
  }

  /** Whether it must not alert: so says the custom rule, or it is not judged. */
  boolean isSkipped() {
    return isScheduled() || cutShort || isSkippedByRule();
  }

  private boolean isSkippedByRule() {
    DetectorFunction function = shard.job().functions().get(place.series().detector());
    double actual = evidence.getActual();
    double typical = evidence.getPrediction().getTypical();
    boolean low = function.side().isLow(score.getExplanation().getSide(), actual, typical);
    return shard.job().skips(low, actual, typical);
  }

  /** Whether it is worth telling; an interim one when it has risen far enough since the last. */
  boolean isRecord() {
    if (told && !interim) {
      return true;
    }
    if (isScheduled() || score.getAnomalyScore() < shard.job().recordThreshold()) {
      return false;
    }
    if (!interim) {
      return true;
    }
    double last = shard.state().bucket(place.start()).series(place.series()).toldScore();
    return !isSkipped() && (!told || score.getAnomalyScore() >= last + TOLD_EVERY);
  }

  String origin() {
    return shard.mode() == ShardMode.HISTORY ? "history" : "live";
  }
}

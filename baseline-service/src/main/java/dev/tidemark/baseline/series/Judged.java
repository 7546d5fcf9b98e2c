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
    @Nullable String scheduledEvent) {

  private static final double TOLD_EVERY = 5;

  boolean isScheduled() {
    return scheduledEvent != null;
  }

  boolean isSkipped() {
    DetectorFunction function = shard.job().functions().get(place.series().detector());
    double typical = evidence.getPrediction().getTypical();
    return shard.job().skips(function, evidence.getActual(), typical);
  }

  /** Whether it is worth telling; an interim one when it has risen far enough since the last. */
  boolean isRecord() {
    if (isScheduled() || score.getAnomalyScore() < shard.job().recordThreshold()) {
      return false;
    }
    if (!interim) {
      return true;
    }
    double told = shard.state().bucket(place.start()).series(place.series()).toldScore();
    return !isSkipped() && (Double.isNaN(told) || score.getAnomalyScore() >= told + TOLD_EVERY);
  }

  String origin() {
    return shard.mode() == ShardMode.HISTORY ? "history" : "live";
  }
}

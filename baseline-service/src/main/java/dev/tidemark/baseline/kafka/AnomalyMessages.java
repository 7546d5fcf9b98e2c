package dev.tidemark.baseline.kafka;

import dev.tidemark.baseline.bucket.Aggregate;
import dev.tidemark.baseline.bucket.BucketResult.ShardView;
import dev.tidemark.baseline.bucket.Chunk.Changes;
import dev.tidemark.baseline.bucket.ShardMode;
import dev.tidemark.baseline.bucket.ShardState;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.proto.anomaly.v1.AnomalyMessage;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.anomaly.v1.BucketsClosed;
import dev.tidemark.proto.anomaly.v1.Companion;
import dev.tidemark.proto.anomaly.v1.Origin;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told on {@code tidemark.anomalies}. */
public final class AnomalyMessages {

  private AnomalyMessages() {}

  /**
   * A bucket that is told.
   *
   * @param place which bucket
   * @param shard the shard as it was
   * @param aggregate what was counted
   * @param evidence what it was scored with
   * @param score how surprising it is
   * @param usual usual values of other figures, as far as known
   * @param lastWeek value of the same series a week before; null: unknown
   */
  public record Told(
      Place place,
      ShardView shard,
      Aggregate aggregate,
      BucketToScore evidence,
      BucketScore score,
      Map<String, Double> usual,
      @Nullable Double lastWeek) {}

  /** The record of a bucket. */
  public static AnomalyRecord record(Told told, boolean interim, boolean revised, boolean skipped) {
    AnomalyRecord.Builder record =
        AnomalyRecord.newBuilder()
            .setId(told.place().recordId())
            .setInterim(interim)
            .setRevised(revised)
            .setSkipped(skipped)
            .setOrigin(origin(told.shard().mode()))
            .setOpenAlerts(told.shard().openAlerts());
    series(record, told);
    numbers(record, told);
    jobScore(record, told);
    companions(record, told);
    if (told.lastWeek() != null) {
      record.setActualLastWeek(told.lastWeek());
    }
    return record.build();
  }

  private static void series(AnomalyRecord.Builder record, Told told) {
    Place place = told.place();
    Detector detector = JobCodec.proto(told.shard().job()).getDetectors(place.series().detector());
    record
        .setJobId(told.shard().job().id())
        .setJobUid(place.shard().jobUid())
        .setShard(place.shard().shard())
        .setDetector(place.series().detector())
        .setFunction(detector.getFunction())
        .setField(detector.getField())
        .setPartitionField(detector.getPartitionField())
        .setPartitionValue(place.series().partitionValue())
        .setByField(detector.getByField())
        .setByValue(place.series().byValue())
        .setBucketStartS(place.start())
        .setBucketSpanS(told.shard().job().span().seconds());
  }

  private static void numbers(AnomalyRecord.Builder record, Told told) {
    BucketScore score = told.score();
    record
        .setActual(told.evidence().getActual())
        .setTypical(told.evidence().getPrediction().getTypical())
        .setLower(score.getLower())
        .setUpper(score.getUpper())
        .setProbability(score.getProbability())
        .setAnomalyScore(score.getAnomalyScore())
        .addAllInfluencers(score.getInfluencersList())
        .setExplanation(score.getExplanation())
        .setPrediction(told.evidence().getPrediction())
        .setContext(told.evidence().getContext());
  }

  /** What an engine that knew no job's score has not said is not made up. */
  private static void jobScore(AnomalyRecord.Builder record, Told told) {
    if (told.score().hasJobScore()) {
      record
          .setJobScore(told.score().getJobScore())
          .setSeriesWatched(told.evidence().getSeriesWatched());
    }
  }

  private static void companions(AnomalyRecord.Builder record, Told told) {
    told.aggregate()
        .companions()
        .forEach(
            (name, actual) -> {
              Companion.Builder companion = Companion.newBuilder().setName(name).setActual(actual);
              Double usual = told.usual().get(name);
              if (usual != null) {
                companion.setUsual(usual);
              }
              record.addCompanions(companion);
            });
  }

  /** A record at the next position of its shard's feed. */
  public static AnomalyMessage message(ShardState shard, AnomalyRecord record) {
    return AnomalyMessage.newBuilder()
        .setPosition(shard.nextFeedPosition())
        .setRecord(record)
        .build();
  }

  /** The closing of buckets, at the next position of the shard's feed. */
  public static AnomalyMessage message(Changes changes, double lowestProbability) {
    ShardState shard = changes.shard();
    ShardState.Position position = shard.position();
    BucketsClosed closed =
        BucketsClosed.newBuilder()
            .setJobId(shard.job().id())
            .setJobUid(shard.key().jobUid())
            .setShard(shard.key().shard())
            .setFromS(changes.closedFrom())
            .setUntilS(position.closedUntil())
            .setBucketSpanS(shard.job().span().seconds())
            .setGaps(changes.gaps())
            .setTrailingGaps(position.trailingGaps())
            .setLowestProbability(lowestProbability)
            .setSeries(shard.models().size())
            .setOrigin(origin(changes.closedIn()))
            .build();
    return AnomalyMessage.newBuilder()
        .setPosition(shard.nextFeedPosition())
        .setClosed(closed)
        .build();
  }

  private static Origin origin(ShardMode mode) {
    return mode == ShardMode.HISTORY ? Origin.ORIGIN_HISTORY : Origin.ORIGIN_LIVE;
  }
}

package dev.tidemark.baseline.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.baseline.bucket.Aggregate;
import dev.tidemark.baseline.bucket.BucketResult.ShardView;
import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.OpenSeries;
import dev.tidemark.baseline.bucket.ShardMode;
import dev.tidemark.baseline.bucket.ShardState;
import dev.tidemark.baseline.bucket.ShardStatistics;
import dev.tidemark.baseline.kafka.JobCodec;
import dev.tidemark.baseline.scoring.FrozenPredictions;
import dev.tidemark.baseline.store.Rows;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.proto.anomaly.v1.AnomalyMessage;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.job.v1.CustomRule;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.scoring.v1.BucketScore;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.Explanation;
import dev.tidemark.proto.scoring.v1.Prediction;
import dev.tidemark.proto.scoring.v1.ScoreContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which buckets are told, and how. */
class RowsAssemblyTest {

  private static final ShardKey SHARD = new ShardKey("9f0a6c1e-7a55-4bb0-8bd5-6f0c0de8a001", 0);
  private static final SeriesKey SERIES = SeriesKey.of(0);
  private static final long START = 1_772_409_600;
  private static final double THRESHOLD = 10;
  private static final double FACTOR = 1.25;
  private static final BucketToScore EVIDENCE =
      BucketToScore.newBuilder()
          .setActual(500)
          .setFunction(Function.FUNCTION_HIGH_COUNT)
          .setPrediction(Prediction.newBuilder().setTypical(100).setPower(0.5).setScale(2))
          .setContext(ScoreContext.newBuilder().addRecentResiduals(0.25f).setJumpScale(1))
          .build();

  private final ShardState shard =
      new ShardState(
          SHARD,
          JobCodec.decode(
              Job.newBuilder()
                  .setId("job")
                  .setUid(SHARD.jobUid())
                  .setBucketSpanS(900)
                  .setTimeZone("UTC")
                  .setRecordThreshold(THRESHOLD)
                  .setCustomRule(CustomRule.newBuilder().setMinimumFactor(FACTOR))
                  .addDetectors(Detector.newBuilder().setFunction(Function.FUNCTION_HIGH_COUNT))
                  .build()
                  .toByteArray()),
          new ShardState.Position(
              ShardMode.LIVE, (START + 900) * 1_000, 0, START, 0, 0, "", START, false),
          new ShardStatistics(Map.of()));

  @Test
  void anInterimRecordIsToldAndKeepsWhatItWasScoredWith() {
    // When
    AnomalyRecord record = onlyRecord(bucket(EVIDENCE, 80).interim());
    // Then
    assertThat(record.getInterim()).isTrue();
    OpenSeries open = shard.bucket(START).series(SERIES);
    assertThat(open.toldScore()).isEqualTo(80);
    assertThat(open.frozen()).isEqualTo(FrozenPredictions.of(EVIDENCE));
  }

  @Test
  void aJobsScoreThatTheEngineHasNotSaidIsNotMadeUp() {
    assertThat(onlyRecord(bucket(EVIDENCE, 80)).hasJobScore()).isFalse();
  }

  @Test
  void aLaterInterimRecordLeavesWhatIsKeptAsItIs() {
    // Given
    onlyRecord(bucket(EVIDENCE, 80).interim());
    BucketToScore other =
        EVIDENCE.toBuilder().setPrediction(Prediction.newBuilder().setTypical(300)).build();
    // When
    onlyRecord(bucket(other, 90).interim().told());
    // Then
    OpenSeries open = shard.bucket(START).series(SERIES);
    assertThat(open.toldScore()).isEqualTo(90);
    assertThat(open.frozen()).isEqualTo(FrozenPredictions.of(EVIDENCE));
  }

  @Test
  void anInterimRecordIsToldAgainOnceItHasRisen() {
    // Given
    onlyRecord(bucket(EVIDENCE, 80).interim());
    // Then
    assertThat(rows(bucket(EVIDENCE, 84.9).interim().told()).records()).isEmpty();
    assertThat(rows(bucket(EVIDENCE, 85).interim().told()).records()).hasSize(1);
  }

  @Test
  void whatIsBelowTheThresholdIsToldOnlyWhenItWasToldBefore() {
    // When
    Rows never = rows(bucket(EVIDENCE, THRESHOLD - 1));
    AnomalyRecord record = onlyRecord(bucket(EVIDENCE, THRESHOLD - 1).told());
    // Then
    assertThat(never.records()).isEmpty();
    assertThat(never.outbox()).isEmpty();
    assertThat(never.buckets()).hasSize(1).noneMatch(Rows.BucketRow::plotted);
    assertThat(record.getInterim()).isFalse();
    assertThat(record.getSkipped()).isFalse();
    assertThat(record.getAnomalyScore()).isEqualTo(THRESHOLD - 1);
  }

  @Test
  void aCustomRuleThatWasChangedMeanwhileSkipsTheLastWordButDoesNotHoldItBack() {
    // Given
    BucketToScore small = EVIDENCE.toBuilder().setActual(100 * FACTOR - 1).build();
    // Then
    assertThat(rows(bucket(small, 80).interim().told()).records()).isEmpty();
    assertThat(onlyRecord(bucket(small, 80).told()).getSkipped()).isTrue();
  }

  @Test
  void theCustomRuleMeasuresByTheSideThatDecided() {
    // Given: five times what is typical, but low together with the buckets before it
    Explanation low = Explanation.newBuilder().setSide("low").setDecisiveBuckets(8).build();
    // Then
    assertThat(onlyRecord(bucket(EVIDENCE, 80).explained(low)).getSkipped()).isTrue();
    assertThat(onlyRecord(bucket(EVIDENCE, 80)).getSkipped()).isFalse();
  }

  @Test
  void whatCameUnderAScheduledEventIsToldToBeSkippedIfItWasToldBefore() {
    // When
    Rows never = rows(bucket(EVIDENCE, 80).scheduled());
    Rows told = rows(bucket(EVIDENCE, 80).scheduled().told());
    // Then
    assertThat(never.records()).isEmpty();
    AnomalyRecord record = onlyRecord(told);
    assertThat(record.getInterim()).isFalse();
    assertThat(record.getSkipped()).isTrue();
    assertThat(record.getPrediction()).isEqualTo(EVIDENCE.getPrediction());
    assertThat(told.buckets())
        .singleElement()
        .satisfies(row -> assertThat(row.plotted()).isTrue())
        .satisfies(row -> assertThat(row.unscoredReason()).isEqualTo("scheduled_event"));
  }

  @Test
  void aRepairThatMakesAResultHarmlessIsToldOfTheRecordThatStands() {
    // When
    Rows never = rows(bucket(EVIDENCE, 0).revised());
    Rows told = rows(bucket(EVIDENCE, 0).revised().told());
    // Then
    assertThat(never.records()).isEmpty();
    assertThat(never.buckets()).noneMatch(Rows.BucketRow::plotted);
    AnomalyRecord record = onlyRecord(told);
    assertThat(record.getRevised()).isTrue();
    assertThat(record.getAnomalyScore()).isZero();
    assertThat(told.records().getFirst().score()).isZero();
    assertThat(told.buckets()).singleElement().matches(Rows.BucketRow::plotted);
  }

  @Test
  void whatIsCutShortEndsItsRecordAndIsNoResult() {
    // When
    Rows rows = rows(bucket(EVIDENCE, 80).told().cutShort());
    // Then
    AnomalyRecord record = onlyRecord(rows);
    assertThat(record.getInterim()).isFalse();
    assertThat(record.getSkipped()).isTrue();
    assertThat(rows.buckets()).isEmpty();
    assertThat(rows.repairables()).isEmpty();
  }

  private AnomalyRecord onlyRecord(Case bucket) {
    return onlyRecord(rows(bucket));
  }

  /** The record that is stored; the same is told. */
  private static AnomalyRecord onlyRecord(Rows rows) {
    assertThat(rows.records()).hasSize(1);
    assertThat(rows.outbox()).hasSize(1);
    try {
      AnomalyRecord stored = AnomalyRecord.parseFrom(rows.records().getFirst().body().get());
      AnomalyMessage told = AnomalyMessage.parseFrom(rows.outbox().getFirst().value().get());
      assertThat(told.getRecord()).isEqualTo(stored);
      assertThat(rows.records().getFirst().interim()).isEqualTo(stored.getInterim());
      return stored;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private Rows rows(Case bucket) {
    return new RowsAssembly(0, new Chunk(), List.of(bucket.judged(shard)), Map.of()).rows(Map.of());
  }

  private static Case bucket(BucketToScore evidence, double score) {
    Explanation none = Explanation.getDefaultInstance();
    return new Case(evidence, none, score, false, false, false, null, false);
  }

  /** A bucket with its score, closed if nothing else is said. */
  private record Case(
      BucketToScore evidence,
      Explanation explanation,
      double score,
      boolean isInterim,
      boolean isRevised,
      boolean isTold,
      @Nullable String event,
      boolean isCutShort) {

    Case explained(Explanation other) {
      return new Case(evidence, other, score, isInterim, isRevised, isTold, event, isCutShort);
    }

    Case interim() {
      return new Case(evidence, explanation, score, true, isRevised, isTold, event, isCutShort);
    }

    Case revised() {
      return new Case(evidence, explanation, score, isInterim, true, isTold, event, isCutShort);
    }

    Case told() {
      return new Case(evidence, explanation, score, isInterim, isRevised, true, event, isCutShort);
    }

    Case scheduled() {
      return new Case(
          evidence, explanation, score, isInterim, isRevised, isTold, "maintenance", isCutShort);
    }

    Case cutShort() {
      return new Case(evidence, explanation, score, isInterim, isRevised, isTold, event, true);
    }

    Judged judged(ShardState shard) {
      return new Judged(
          new Place(SHARD, SERIES, START),
          new ShardView(shard, shard.job(), ShardMode.LIVE, false),
          new Aggregate(),
          evidence,
          BucketScore.newBuilder().setAnomalyScore(score).setExplanation(explanation).build(),
          Map.of(),
          isInterim,
          isRevised,
          event,
          isTold,
          isCutShort);
    }
  }
}

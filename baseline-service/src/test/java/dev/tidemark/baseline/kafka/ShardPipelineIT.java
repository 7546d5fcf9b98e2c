package dev.tidemark.baseline.kafka;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.baseline.bucket.OpenSeries;
import dev.tidemark.baseline.bucket.ShardState;
import dev.tidemark.baseline.scoring.FrozenPredictions;
import dev.tidemark.baseline.store.Ownership;
import dev.tidemark.contract.DistinctValues;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.embedded.BackingServices;
import dev.tidemark.embedded.TopicReader;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.bucket.v1.AdvanceHistory;
import dev.tidemark.proto.bucket.v1.Batch;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.ChangeJob;
import dev.tidemark.proto.bucket.v1.CloseShard;
import dev.tidemark.proto.bucket.v1.Command;
import dev.tidemark.proto.bucket.v1.EndHistory;
import dev.tidemark.proto.bucket.v1.ExpectBuckets;
import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import dev.tidemark.proto.bucket.v1.StartHistory;
import dev.tidemark.proto.bucket.v1.Tick;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.ScheduledEvent;
import dev.tidemark.proto.job.v1.Series;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.Prediction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class ShardPipelineIT {

  private static final long SPAN = 900;
  private static final long FROM = Instant.parse("2026-03-02T00:00:00Z").getEpochSecond();
  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject Pool pool;
  @Inject Ownership ownership;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final String uid = UUID.randomUUID().toString();
  private final String session = UUID.randomUUID().toString();
  private long span = SPAN;
  private boolean modelPlot = true;
  private List<Detector> detectors =
      List.of(Detector.newBuilder().setFunction(Function.FUNCTION_HIGH_COUNT).build());
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void open() {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    FactorScorer.AWAY.set(false);
    producer.close();
  }

  @Test
  void historyIsJudgedBucketByBucketAndAnAnomalyIsTold() {
    // Given
    startHistory();
    sendBuckets(0, 200, 100);
    sendBuckets(200, 201, 1_000);
    // When
    advance(FROM + 201 * SPAN);
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(201));
    assertThat(total()).isEqualTo(200 * 100 + 1_000);
    assertThat(scored()).isEqualTo(200);
    assertThat(records()).isEqualTo(1);
    assertThat(outbox()).as("a record, and a closing for each day").isEqualTo(1 + 3);
  }

  @Test
  void aPartOfABatchThatComesTwiceCountsOnce() {
    // Given
    startHistory();
    BucketRecord update = update("batch-1", FROM, 7);
    // When
    send(update);
    send(update);
    advance(FROM + SPAN);
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(1));
    assertThat(total()).isEqualTo(7);
  }

  @Test
  void aBatchThatIsKeptForAMomentIsForgottenThen() {
    // Given
    startHistory();
    BucketRecord update = keptForASecond(update("body-1", FROM, 7));
    send(update);
    send(update);
    advance(FROM + SPAN);
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(1));
    assertThat(number("SELECT kept_ms FROM seen_batch WHERE job_uid = $1")).isEqualTo(1000);
    // When
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              send(keptForASecond(update("body-2", FROM + SPAN, 7)));
              assertThat(
                      number(
                          "SELECT count(*) FROM seen_batch WHERE job_uid = $1 AND batch = 'body-1'"))
                  .isZero();
            });
    // Then
    assertThat(total()).isEqualTo(7);
  }

  private static BucketRecord keptForASecond(BucketRecord record) {
    BucketRecord.Builder kept = record.toBuilder();
    kept.getUpdateBuilder().getBatchBuilder().setKeptS(1);
    return kept.build();
  }

  @Test
  void partsAreForgottenAfterADay() {
    // Given
    startHistory();
    send(update("batch-1", FROM, 7));
    advance(FROM + SPAN);
    await().atMost(SOON).untilAsserted(() -> assertThat(parts()).isEqualTo(1));
    pool.preparedQuery(
            "UPDATE seen_batch SET appended_ms = appended_ms - 86400001 WHERE job_uid = $1")
        .executeAndAwait(Tuple.tuple().addValue(UUID.fromString(uid)));
    // When
    send(update("batch-2", FROM + SPAN, 7));
    advance(FROM + 2 * SPAN);
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(2));
    assertThat(parts()).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM seen_batch WHERE job_uid = $1 AND batch = 'batch-2'"))
        .isEqualTo(1);
  }

  @Test
  void anotherNumberOfPartitionsThanAtFirstStartIsRefused() {
    assertThatThrownBy(() -> ownership.verify(7).await().atMost(SOON))
        .isInstanceOf(Ownership.OtherPartitions.class)
        .hasMessageContaining("has 7 partitions but had " + Topics.DEFAULT_PARTITIONS);
  }

  @Test
  void aLateUpdateChangesItsBucketAndNothingElse() {
    // Given
    startHistory();
    sendBuckets(0, 50, 100);
    advance(FROM + 50 * SPAN);
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(50));
    List<String> before = rows("bucket_start <> to_timestamp(" + (FROM + 49 * SPAN) + ")");
    // When
    send(update("late", FROM + 49 * SPAN, 900));
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(total()).isEqualTo(50 * 100 + 900));
    assertThat(rows("bucket_start <> to_timestamp(" + (FROM + 49 * SPAN) + ")")).isEqualTo(before);
    assertThat(number("SELECT count(*) FROM bucket WHERE job_uid = $1 AND revised")).isEqualTo(1);
    assertThat(records()).isEqualTo(1);
  }

  @Test
  void aLateUpdateThatMakesAResultHarmlessIsTold() {
    // Given: nothing came for a bucket, so far
    detectors = List.of(Detector.newBuilder().setFunction(Function.FUNCTION_LOW_COUNT).build());
    modelPlot = false;
    startHistory();
    sendBuckets(0, 50, 100);
    send(alive(FROM + 50 * SPAN));
    advance(FROM + 51 * SPAN);
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(51));
    AnomalyRecord drop = record();
    assertThat(drop.getAnomalyScore()).isPositive();
    long messages = outbox();
    // When
    send(update("late", FROM + 50 * SPAN, 100));
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(record().getRevised()).isTrue());
    assertThat(record().getId()).isEqualTo(drop.getId());
    assertThat(record().getActual()).isEqualTo(100);
    assertThat(record().getAnomalyScore()).isLessThan(1);
    assertThat(outbox()).isEqualTo(messages + 1);
    assertThat(
            number(
                "SELECT count(*) FROM bucket b JOIN record r USING (job_uid, bucket_start)"
                    + " WHERE job_uid = $1 AND revised AND b.typical IS NOT NULL"
                    + " AND b.upper IS NOT NULL AND b.anomaly_score < 1 AND r.anomaly_score < 1"))
        .isEqualTo(1);
    // When: of a bucket that was never told
    send(update("later", FROM + 40 * SPAN, 1));
    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(number("SELECT count(*) FROM bucket WHERE job_uid = $1 AND revised"))
                    .isEqualTo(2));
    assertThat(outbox()).isEqualTo(messages + 1);
    assertThat(number("SELECT count(*) FROM bucket WHERE job_uid = $1 AND typical IS NOT NULL"))
        .isEqualTo(1);
  }

  @Test
  void aLateUpdateOfABucketUnderAScheduledEventIsCountedButNotTold() {
    // Given
    ScheduledEvent event =
        ScheduledEvent.newBuilder()
            .setName("Load test")
            .setFromS(FROM + 49 * SPAN)
            .setToS(FROM + 50 * SPAN)
            .build();
    command(
        command()
            .setStartHistory(
                StartHistory.newBuilder()
                    .setJob(
                        job(JobState.JOB_STATE_BACKFILLING, 0).toBuilder()
                            .addScheduledEvents(event))
                    .setBackfillId(session)
                    .setFromS(FROM)));
    sendBuckets(0, 50, 100);
    advance(FROM + 50 * SPAN);
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(50));
    // When
    send(update("late", FROM + 49 * SPAN, 900));
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(total()).isEqualTo(50 * 100 + 900));
    assertThat(
            number(
                "SELECT count(*) FROM bucket WHERE job_uid = $1 AND revised AND typical IS NOT NULL"
                    + " AND anomaly_score IS NULL AND unscored_reason = 'scheduled_event'"
                    + " AND scheduled_event = 'Load test'"))
        .isEqualTo(1);
    assertThat(records()).isZero();
  }

  @Test
  void whatAPersonExpectedIsLearnedFromTheStoredResults() {
    // Given
    startHistory();
    sendBuckets(0, 50, 100);
    sendBuckets(50, 51, 5_000);
    advance(FROM + 51 * SPAN);
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(51));
    String before = text("SELECT md5(model) FROM series WHERE job_uid = '" + uid + "'");
    ExpectBuckets.Builder expect =
        ExpectBuckets.newBuilder()
            .setKey("alert-1")
            .setSeries(Series.getDefaultInstance())
            .setFromS(FROM + 50 * SPAN)
            .setToS(FROM + 51 * SPAN);
    // When
    command(command().setExpect(expect));
    command(command().setExpect(expect));
    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              tick();
              assertThat(statistic("duplicate_parts")).isEqualTo(1);
            });
    assertThat(statistic("expected_buckets")).isEqualTo(1);
    assertThat(text("SELECT md5(model) FROM series WHERE job_uid = '" + uid + "'"))
        .isNotEqualTo(before);
  }

  private long statistic(String name) {
    return number(
        "SELECT coalesce(max((statistics->>'"
            + name
            + "')::bigint), 0) FROM shard WHERE job_uid = $1");
  }

  @Test
  void poisonIsToldAndPassedOver() {
    // Given
    startHistory();
    // When
    sendBytes("no protobuf".getBytes(StandardCharsets.UTF_8));
    send(BucketRecord.getDefaultInstance());
    send(update("", -SPAN * 300_000_000L, 3));
    command(
        command()
            .setStartHistory(
                StartHistory.newBuilder()
                    .setJob(job(JobState.JOB_STATE_BACKFILLING, 0))
                    .setBackfillId("no uuid")
                    .setFromS(FROM)));
    command(
        command()
            .setAdvanceHistory(
                AdvanceHistory.newBuilder()
                    .setBackfillId(session)
                    .setUntilS(Long.MAX_VALUE / 1_000)));
    send(update("", FROM, 3));
    advance(FROM + SPAN);
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(1));
    String source = Topics.BUCKET_UPDATES + "/" + partition() + "@";
    assertThat(
            TopicReader.read(
                bootstrapServers,
                Topics.DEAD_LETTERS,
                5,
                letter -> new String(letter.value(), StandardCharsets.UTF_8).contains(source)))
        .extracting(ConsumerRecord::key)
        .contains("undecodable_record", "unknown_kind", "invalid_record");
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("tidemark_log_dead_letters_total{reason=\"invalid_record\"}"));
  }

  @Test
  void bucketsWaitWhileScoringIsAwayAndAreJudgedOnceItIsBack() {
    // Given
    startHistory();
    sendBuckets(0, 10, 100);
    FactorScorer.AWAY.set(true);
    advance(FROM + 10 * SPAN);
    await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> buckets() == 0);
    // When
    FactorScorer.AWAY.set(false);
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(10));
    assertThat(total()).isEqualTo(1_000);
  }

  @Test
  void whatIsSaidOfAnOpenBucketIsNotContradictedByItsClose() {
    // Given: live from a bucket on that ends soon
    span = 10;
    long start = bucketOfNow() + 2 * span;
    goLive(start, 1_000);
    tellInterim(start);
    Prediction said = record().getPrediction();
    // When: nothing like it is worth a record any more
    command(
        command()
            .setChange(
                ChangeJob.newBuilder()
                    .setJob(
                        job(JobState.JOB_STATE_LIVE, start).toBuilder()
                            .setAllowedLatenessMs(1_000)
                            .setRecordThreshold(100))));
    // Then
    await()
        .atMost(SOON.multipliedBy(2))
        .untilAsserted(
            () -> {
              tick();
              assertThat(record().getInterim()).isFalse();
            });
    assertThat(record().getPrediction()).isEqualTo(said);
    assertThat(record().getSkipped()).isFalse();
    assertThat(number("SELECT count(*) FROM record WHERE job_uid = $1 AND interim")).isZero();
    assertThat(statistic("records")).isEqualTo(1);
  }

  @Test
  void anInterimRecordHasALastWordWhenItsJobIsClosed() {
    // Given
    long start = bucketOfNow();
    goLive(start, 120_000);
    tellInterim(start);
    AnomalyRecord interim = record();
    // When
    command(command().setClose(CloseShard.newBuilder().setJob(job(JobState.JOB_STATE_CLOSED, 0))));
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(record().getInterim()).isFalse());
    assertThat(record()).isEqualTo(interim.toBuilder().setInterim(false).setSkipped(true).build());
    assertThat(
            number(
                "SELECT count(*) FROM bucket WHERE job_uid = $1 AND anomaly_score IS NULL"
                    + " AND unscored_reason = 'job_closed'"))
        .isEqualTo(1);
  }

  @Test
  void whoeverTakesAPartitionOverKnowsWhatAnOpenBucketIsScoredWith() {
    // Given
    long start = bucketOfNow();
    goLive(start, 120_000);
    tellInterim(start);
    AnomalyRecord interim = record();
    // When
    Ownership.Owned owned =
        ownership.take(partition(), Topics.DEFAULT_PARTITIONS, 0).await().atMost(SOON);
    // Then
    ShardState shard = requireNonNull(owned.partition().shards().get(new ShardKey(uid, 0)));
    OpenSeries open = shard.bucket(start).series(SeriesKey.of(0));
    assertThat(open.toldScore()).isEqualTo(interim.getAnomalyScore());
    assertThat(open.frozen())
        .isEqualTo(
            FrozenPredictions.of(
                BucketToScore.newBuilder()
                    .setPrediction(interim.getPrediction())
                    .setContext(interim.getContext())
                    .setSeriesWatched(interim.getSeriesWatched())
                    .build()));
  }

  private long bucketOfNow() {
    return Math.floorDiv(Instant.now().getEpochSecond(), span) * span;
  }

  /** A hundred buckets of history, then live from a bucket on. */
  private void goLive(long start, long latenessMs) {
    long from = start - 100 * span;
    startHistory(from);
    for (int i = 0; i < 100; i++) {
      send(update("", from + i * span, 100));
    }
    advance(start);
    command(
        command()
            .setEndHistory(
                EndHistory.newBuilder()
                    .setJob(
                        job(JobState.JOB_STATE_LIVE, start).toBuilder()
                            .setAllowedLatenessMs(latenessMs))
                    .setBackfillId(session)));
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(100));
  }

  /** An open bucket is told while it fills. */
  private void tellInterim(long start) {
    send(live(start, 2_000));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              tick();
              assertThat(number("SELECT count(*) FROM record WHERE job_uid = $1 AND interim"))
                  .isEqualTo(1);
            });
  }

  @Test
  void everyFunctionTellsItsOwnSideAndAGapTellsNothing() {
    // Given: usual buckets, one alive without events, a gap, and one with other values
    detectors =
        List.of(
            Detector.newBuilder().setFunction(Function.FUNCTION_LOW_COUNT).build(),
            Detector.newBuilder()
                .setFunction(Function.FUNCTION_MEAN)
                .setField("network.bytes")
                .build(),
            Detector.newBuilder()
                .setFunction(Function.FUNCTION_DISTINCT_COUNT)
                .setField("destination.port")
                .build());
    startHistory();
    for (int i = 0; i < 50; i++) {
      send(measured(FROM + i * SPAN, 100, 500, 20));
    }
    long silent = FROM + 50 * SPAN;
    send(alive(silent));
    long strange = FROM + 52 * SPAN;
    send(measured(strange, 100, 5_000, 190));
    // When
    advance(FROM + 53 * SPAN);
    // Then: the mean has no value where nothing was counted
    await().atMost(SOON).untilAsserted(() -> assertThat(buckets()).isEqualTo(52 + 51 + 52));
    assertThat(told())
        .containsExactlyInAnyOrder(
            "0 at " + silent + ": 0 instead of 100",
            "2 at " + silent + ": 0 instead of 20",
            "1 at " + strange + ": 5000 instead of 500",
            "2 at " + strange + ": 190 instead of 20");
    // When: what the silent bucket missed comes late
    send(measured(silent, 100, 500, 20));
    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        number(
                            "SELECT count(*) FROM bucket WHERE job_uid = $1 AND revised"
                                + " AND anomaly_score < 10"))
                    .isEqualTo(3));
    assertThat(buckets()).isEqualTo(52 + 52 + 52);
  }

  @Test
  void valuesOfABucketThatNobodyJudgedCombineAsTheirFunctionSays() {
    // Given
    detectors =
        List.of(
            Detector.newBuilder().setFunction(Function.FUNCTION_SUM).setField("b").build(),
            Detector.newBuilder().setFunction(Function.FUNCTION_MIN).setField("b").build(),
            Detector.newBuilder().setFunction(Function.FUNCTION_MAX).setField("b").build());
    startHistory();
    command(command().setClose(CloseShard.newBuilder().setJob(job(JobState.JOB_STATE_CLOSED, 0))));
    // When
    for (long amount : List.of(7, 3, 9)) {
      send(
          BucketRecord.newBuilder()
              .setUpdate(
                  ShardUpdate.newBuilder()
                      .setJobUid(uid)
                      .addBuckets(SeriesBucket.newBuilder().setStartS(FROM).setSum(amount))
                      .addBuckets(
                          SeriesBucket.newBuilder().setStartS(FROM).setDetector(1).setLeast(amount))
                      .addBuckets(
                          SeriesBucket.newBuilder()
                              .setStartS(FROM)
                              .setDetector(2)
                              .setGreatest(amount)))
              .build());
    }
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(actuals()).containsExactly(19., 3., 9.));
  }

  @Test
  void whatAnOpenBucketHoldsWhenItsJobIsClosedIsKept() {
    // Given
    startHistory();
    send(update("", FROM, 5));
    // When
    command(command().setClose(CloseShard.newBuilder().setJob(job(JobState.JOB_STATE_CLOSED, 0))));
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(total()).isEqualTo(5));
    assertThat(scored()).isZero();
  }

  @Test
  void everyConnectionFindsTheSchemaAndGivesUpIdleTransactions() {
    assertThat(text("SHOW search_path")).isEqualTo("baseline");
    assertThat(text("SHOW idle_in_transaction_session_timeout")).isEqualTo("10s");
  }

  private void startHistory() {
    startHistory(FROM);
  }

  private void startHistory(long from) {
    command(
        command()
            .setStartHistory(
                StartHistory.newBuilder()
                    .setJob(job(JobState.JOB_STATE_BACKFILLING, 0))
                    .setBackfillId(session)
                    .setFromS(from)));
  }

  private void advance(long until) {
    command(
        command()
            .setAdvanceHistory(
                AdvanceHistory.newBuilder().setBackfillId(session).setUntilS(until)));
  }

  private void sendBuckets(int first, int end, long count) {
    for (int i = first; i < end; i++) {
      send(update("", FROM + i * SPAN, count));
    }
  }

  private BucketRecord update(String batch, long start, long count) {
    ShardUpdate.Builder update =
        ShardUpdate.newBuilder()
            .setJobUid(uid)
            .setBackfillId(session)
            .addAliveS(start)
            .addBuckets(SeriesBucket.newBuilder().setStartS(start).setCount(count));
    if (!batch.isEmpty()) {
      update.setBatch(Batch.newBuilder().setKey(batch));
    }
    return BucketRecord.newBuilder().setUpdate(update).build();
  }

  /** Events of a mean size to so many ports, for a count, a mean and a distinct count. */
  private BucketRecord measured(long start, long count, long mean, int ports) {
    DistinctValues distinct = new DistinctValues();
    for (int port = 0; port < ports; port++) {
      distinct.add(Integer.toString(port));
    }
    SeriesBucket.Builder bucket = SeriesBucket.newBuilder().setStartS(start).setCount(count);
    return BucketRecord.newBuilder()
        .setUpdate(
            alive(start).getUpdate().toBuilder()
                .addBuckets(bucket)
                .addBuckets(bucket.clone().setDetector(1).setSum(count * mean).setValues(count))
                .addBuckets(
                    bucket
                        .clone()
                        .setDetector(2)
                        .setDistinct(ByteString.copyFrom(distinct.toBytes()))))
        .build();
  }

  private BucketRecord alive(long start) {
    return BucketRecord.newBuilder()
        .setUpdate(ShardUpdate.newBuilder().setJobUid(uid).setBackfillId(session).addAliveS(start))
        .build();
  }

  private BucketRecord live(long start, long count) {
    return BucketRecord.newBuilder()
        .setUpdate(update("", start, count).getUpdate().toBuilder().clearBackfillId())
        .build();
  }

  private Job job(JobState state, long liveFrom) {
    return Job.newBuilder()
        .setId("job-" + uid)
        .setUid(uid)
        .setBucketSpanS(span)
        .addAllDetectors(detectors)
        .setShards(1)
        .setTimeZone("UTC")
        .setAllowedLatenessMs(120_000)
        .setRecordThreshold(10)
        .setModelPlot(modelPlot)
        .setState(state)
        .setLiveFromS(liveFrom)
        .build();
  }

  private Command.Builder command() {
    return Command.newBuilder().setId(UUID.randomUUID().toString()).setJobUid(uid);
  }

  private void command(Command.Builder command) {
    send(BucketRecord.newBuilder().setCommand(command).build());
  }

  private void tick() {
    send(BucketRecord.newBuilder().setTick(Tick.newBuilder().setInstance("test")).build());
  }

  private void send(BucketRecord record) {
    sendBytes(record.toByteArray());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what is lost makes the test fail
  private void sendBytes(byte[] value) {
    producer.send(new ProducerRecord<>(Topics.BUCKET_UPDATES, partition(), null, value));
    producer.flush();
  }

  private int partition() {
    return new ShardKey(uid, 0).partition(Topics.DEFAULT_PARTITIONS);
  }

  private long buckets() {
    return number("SELECT count(*) FROM bucket WHERE job_uid = $1");
  }

  private long total() {
    return number("SELECT coalesce(sum(actual), 0)::bigint FROM bucket WHERE job_uid = $1");
  }

  private long parts() {
    return number("SELECT count(*) FROM seen_batch WHERE job_uid = $1");
  }

  private long scored() {
    return number("SELECT count(anomaly_score) FROM bucket WHERE job_uid = $1");
  }

  private List<Double> actuals() {
    return pool.preparedQuery("SELECT actual FROM bucket WHERE job_uid = $1 ORDER BY detector")
        .executeAndAwait(Tuple.tuple().addValue(UUID.fromString(uid)))
        .toMulti()
        .map(row -> row.getDouble("actual"))
        .collect()
        .asList()
        .await()
        .indefinitely();
  }

  /** What records say, in short. */
  private List<String> told() {
    return pool.preparedQuery("SELECT body FROM record WHERE job_uid = $1")
        .executeAndAwait(Tuple.tuple().addValue(UUID.fromString(uid)))
        .toMulti()
        .map(row -> told(((Buffer) row.getDelegate().getValue("body")).getBytes()))
        .collect()
        .asList()
        .await()
        .indefinitely();
  }

  private static String told(byte[] body) {
    AnomalyRecord record = record(body);
    return "%d at %d: %.0f instead of %.0f"
        .formatted(
            record.getDetector(),
            record.getBucketStartS(),
            record.getActual(),
            record.getTypical());
  }

  /** The only record. */
  private AnomalyRecord record() {
    var rows =
        pool.preparedQuery("SELECT body FROM record WHERE job_uid = $1")
            .executeAndAwait(Tuple.tuple().addValue(UUID.fromString(uid)));
    assertThat(rows.rowCount()).isEqualTo(1);
    Buffer body = (Buffer) rows.iterator().next().getDelegate().getValue("body");
    return record(body.getBytes());
  }

  private static AnomalyRecord record(byte[] body) {
    try {
      return AnomalyRecord.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private long records() {
    return number("SELECT count(*) FROM record WHERE job_uid = $1");
  }

  /** Messages told so far. */
  private long outbox() {
    return number("SELECT sum(feed_position)::bigint FROM shard WHERE job_uid = $1");
  }

  private long number(String sql) {
    return pool.preparedQuery(sql)
        .executeAndAwait(Tuple.tuple().addValue(UUID.fromString(uid)))
        .iterator()
        .next()
        .getLong(0);
  }

  private List<String> rows(String where) {
    return pool.preparedQuery(
            "SELECT b::text AS row FROM bucket b WHERE job_uid = $1 AND "
                + where
                + " ORDER BY bucket_start")
        .executeAndAwait(Tuple.tuple().addValue(UUID.fromString(uid)))
        .toMulti()
        .map(row -> row.getString("row"))
        .collect()
        .asList()
        .await()
        .indefinitely();
  }

  private String text(String sql) {
    return pool.query(sql).executeAndAwait().iterator().next().getString(0);
  }
}

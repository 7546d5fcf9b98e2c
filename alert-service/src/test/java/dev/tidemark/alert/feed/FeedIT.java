package dev.tidemark.alert.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.alert.alert.BaselineTeacher.Lesson;
import dev.tidemark.alert.judging.Judging;
import dev.tidemark.alert.pipeline.Anomaly;
import dev.tidemark.alert.pipeline.FeedMessage;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.embedded.BackingServices;
import dev.tidemark.proto.anomaly.v1.Origin;
import dev.tidemark.proto.job.v1.JobState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class FeedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String NOTIFICATIONS =
      "SELECT count(*) FROM notification n JOIN alert a ON a.id = n.alert_id WHERE a.job_id = $1";

  private final AnomalyFeed feed = new AnomalyFeed();

  @Inject Pool pool;
  @Inject FakeJobs jobs;
  @Inject FakeTeacher teacher;
  @Inject Judging judging;

  @Test
  void aRecordBecomesAnAlertWithAllItsEvidence() {
    // Given
    rule();
    // When
    feed.anomalous(93).quiet(1);
    // Then
    String id = onlyAlert();
    given()
        .get("/api/v1/alerts/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo("open"))
        .body("state", equalTo("active"))
        .body("severity", equalTo("low"))
        .body("origin", equalTo("live"))
        .body("job.id", equalTo(feed.job))
        .body("rule.id", equalTo(feed.job))
        .body("rule.threat[0].techniques[0].id", equalTo("T1041"))
        .body("bucket_start", equalTo("2026-11-02T00:00:00Z"))
        .body("bucket_end", equalTo("2026-11-02T00:15:00Z"))
        .body("actual", equalTo(12_300f))
        .body("actual_last_week", equalTo(1_480f))
        .body("anomaly_score", equalTo(93f))
        .body("influencers[0].usual_share", equalTo(0.02f))
        .body("companions[0].name", equalTo("network.bytes"))
        .body("opening.anomaly_score", equalTo(93f))
        .body("links.records", containsString("/api/v1/jobs/" + feed.job + "/records?from="))
        .body("history", hasSize(0))
        .body(
            "summary",
            equalTo(
                "12,300 network events in 15 min, 8.2 times the usual 1,500. source.ip 10.0.0.5"
                    + " accounts for 83 % of it, usually 2 %."));
    assertThat(kinds(id)).containsExactly("opened");
  }

  @Test
  void aRuleLooksAtTheJobsScoreUnlessItIsAskedToLookAtEachSeries() {
    // Given
    rule();
    // When
    feed.record(93, record -> record.setJobScore(60).setSeriesWatched(500)).quiet(1);
    // Then
    awaitJudged();
    given()
        .get("/api/v1/decisions?job=" + feed.job)
        .then()
        .body("decisions[0].reason", equalTo("below_threshold"))
        .body("decisions[0].detail", equalTo("job score 60.0 is below the threshold 75.0"));
    // When
    patch("*", Map.of("score_of", "series")).statusCode(200).body("score_of", is("series"));
    feed.record(93, record -> record.setJobScore(60).setSeriesWatched(500)).quiet(1);
    // Then
    given()
        .get("/api/v1/alerts/" + onlyAlert())
        .then()
        .body("score", equalTo(93f))
        .body("anomaly_score", equalTo(93f))
        .body("job_score", equalTo(60f))
        .body("series_watched", equalTo(500));
  }

  @Test
  void anEpisodeTellsWhenItRisesAndWhenItIsOver() {
    // Given
    rule();
    // When
    feed.anomalous(80).anomalous(85).anomalous(91).quiet(4).anomalous(78).quiet(4);
    // Then
    awaitAlerts(2);
    String id = onlyAlert("sort=time&order=asc&limit=1");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(kinds(id)).containsExactly("opened", "score_rose", "recovered"));
    given()
        .get("/api/v1/alerts/" + id)
        .then()
        .body("state", equalTo("recovered"))
        .body("score", equalTo(91f))
        .body("opening.anomaly_score", equalTo(80f))
        .body("ended_bucket", equalTo("2026-11-02T00:45:00Z"));
  }

  @Test
  void whatIsToldTwiceHappensOnce() {
    // Given
    rule();
    feed.anomalous(80).anomalous(95).quiet(4);
    awaitJudged();
    // When
    feed.again().anomalous(88).again();
    awaitJudged();
    // Then
    awaitAlerts(2);
    assertThat(count(NOTIFICATIONS)).isEqualTo(4);
    assertThat(count("SELECT count(*) FROM decision WHERE job_id = $1")).isEqualTo(3);
  }

  @Test
  void instancesThatJudgeTheSameAtTheSameTimeMakeEachAlertOnce() throws Exception {
    // Given
    rule();
    ShardKey shard = new ShardKey(feed.uid, 0);
    List<FeedMessage> messages = List.of(told(1, 0), told(2, 1), told(3, 20), told(4, 21));
    // When
    List<Future<?>> instances = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 6; i++) {
        instances.add(threads.submit(() -> judge(shard, messages)));
      }
    }
    for (Future<?> instance : instances) {
      instance.get();
    }
    // Then
    awaitAlerts(2);
    assertThat(count(NOTIFICATIONS)).isEqualTo(3);
  }

  private void judge(ShardKey shard, List<FeedMessage> messages) {
    try {
      VertxContextSupport.subscribeAndAwait(() -> judging.judge(shard, messages));
    } catch (Throwable failure) {
      throw new AssertionError("an instance failed", failure);
    }
  }

  private FeedMessage told(long position, long bucket) {
    long start = AnomalyFeed.FIRST + bucket * AnomalyFeed.SPAN;
    return new FeedMessage.Told(
        position,
        new Anomaly(
            "record-" + feed.uid + "-" + bucket,
            feed.job,
            SeriesKey.of(0),
            start,
            AnomalyFeed.SPAN,
            80,
            80,
            false,
            false,
            Anomaly.Origin.LIVE,
            false,
            new Anomaly.History(2_000, 30 * 86_400L),
            "{}"));
  }

  @Test
  void aDatabaseThatFailsForAWhileDelaysAndLosesNothing() {
    // Given
    rule();
    execute("ALTER TABLE decision RENAME TO decision_away");
    try {
      // When
      feed.anomalous(80);
      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  given()
                      .get("/q/health/ready")
                      .then()
                      .statusCode(503)
                      .body(containsString("decision")));
    } finally {
      execute("ALTER TABLE decision_away RENAME TO decision");
    }
    onlyAlert();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
  }

  private void execute(String sql) {
    pool.query(sql).execute().await().atMost(PATIENCE);
  }

  @Test
  void poisonIsBuriedAndTheRestIsJudged() {
    // Given
    rule();
    // When
    feed.raw("no protobuf".getBytes(StandardCharsets.UTF_8)).raw(new byte[0]);
    feed.record(85, record -> record.setBucketStartS(7)).anomalous(85);
    // Then
    onlyAlert();
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("tidemark_feed_dead_letters_total{reason=\"malformed_anomaly\"}"));
  }

  @Test
  void aRecordWithACharacterThatDatabasesRefuseAlertsAllTheSame() {
    // Given
    rule();
    // When
    feed.record(
            85, record -> record.setPartitionField("user.name").setPartitionValue("a\0b\u001fc"))
        .quiet(1);
    // Then
    onlyAlert();
  }

  @Test
  void decisionsSayWhyARecordDidNotAlert() {
    // Given
    rule();
    // When
    feed.anomalous(60);
    feed.record(99, r -> r.setOrigin(Origin.ORIGIN_HISTORY)).quiet(1);
    feed.record(99, r -> r.setSkipped(true)).quiet(1);
    feed.record(80, r -> r.setExplanation(r.getExplanation().toBuilder().setHistoryS(86_400)));
    feed.quiet(1).anomalous(90);
    awaitJudged();
    // Then
    given()
        .get("/api/v1/decisions?job=" + feed.job)
        .then()
        .statusCode(200)
        .body(
            "decisions.reason",
            equalTo(
                List.of(
                    "first_record",
                    "learning",
                    "skipped_by_custom_rule",
                    "history",
                    "below_threshold")))
        .body("decisions[1].ready_at", equalTo("2026-11-15T00:45:00Z"))
        .body("decisions[4].detail", equalTo("job score 60.0 is below the threshold 75.0"));
    given()
        .get("/api/v1/decisions?alerted=true&rule=" + feed.job)
        .then()
        .body("decisions", hasSize(1));
  }

  @Test
  void decisionsComeInPages() {
    // Given
    rule();
    feed.anomalous(20).anomalous(21).anomalous(22);
    awaitJudged();
    // When
    List<Number> scores = new ArrayList<>();
    String cursor = "";
    do {
      ValidatableResponse page =
          given().get("/api/v1/decisions?limit=1&job=" + feed.job + cursor).then().statusCode(200);
      scores.addAll(page.extract().<List<Number>>path("decisions.anomaly_score"));
      String next = page.extract().path("next_cursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    // Then
    assertThat(scores).extracting(Number::intValue).containsExactly(22, 21, 20);
  }

  @Test
  void aPersonWorksOnAnAlertAndClosingSilencesItsEpisode() {
    // Given
    rule();
    feed.anomalous(80);
    String id = onlyAlert();
    String tag = given().get("/api/v1/alerts/" + id).getHeader("ETag");
    // When
    status(id, tag, Map.of("status", "acknowledged")).statusCode(200);
    status(id, tag, Map.of("status", "closed", "reason", "expected")).statusCode(412);
    status(id, "*", Map.of("status", "closed", "reason", "expected", "note", "backup"))
        .statusCode(200);
    feed.anomalous(99).quiet(4);
    awaitJudged();
    // Then
    given()
        .get("/api/v1/alerts/" + id)
        .then()
        .body("status", equalTo("closed"))
        .body("close_reason", equalTo("expected"))
        .body("score", equalTo(99f))
        .body("history.to", equalTo(List.of("acknowledged", "closed")))
        .body("history.actor", hasItem("local"))
        .body("history[1].note", equalTo("backup"));
    assertThat(kinds(id)).containsExactly("opened", "status_changed", "status_changed");
  }

  @Test
  void whatWasExpectedIsTaughtOnceTheEpisodeIsOver() {
    // Given
    rule();
    feed.anomalous(80);
    String id = onlyAlert();
    // When
    status(id, "*", Map.of("status", "closed", "reason", "expected"))
        .statusCode(200)
        .body("teaching", equalTo("waiting"));
    feed.anomalous(90);
    awaitJudged();
    // Then
    assertThat(teacher.of(feed.job)).isEmpty();
    // When
    feed.quiet(4);
    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> given().get("/api/v1/alerts/" + id).then().body("teaching", equalTo("told")));
    assertThat(teacher.of(feed.job))
        .containsExactly(
            new Lesson(
                id,
                feed.job,
                feed.uid,
                0,
                "",
                "",
                AnomalyFeed.FIRST,
                AnomalyFeed.FIRST + 2 * AnomalyFeed.SPAN));
    status(id, "*", Map.of("status", "open")).body("teaching", equalTo("told"));
  }

  @Test
  void whatIsOpenedAgainOrNotToBeTaughtIsNot() {
    // Given
    rule();
    feed.anomalous(80);
    String id = onlyAlert();
    // Then
    status(id, "*", Map.of("status", "closed", "reason", "expected", "teach", false))
        .statusCode(200)
        .body("teaching", nullValue());
    status(id, "*", Map.of("status", "closed", "reason", "expected"))
        .body("teaching", equalTo("waiting"));
    status(id, "*", Map.of("status", "open")).body("teaching", nullValue());
    status(id, "*", Map.of("status", "closed", "reason", "other", "teach", true))
        .statusCode(400)
        .body("pointer", is("/teach"));
  }

  @Test
  void alertsAreFoundByEverythingAndComeInPages() {
    // Given
    rule();
    for (int score : new int[] {80, 90, 85}) {
      feed.anomalous(score).quiet(5);
    }
    awaitJudged();
    // When
    List<Float> byScore = scores("sort=score&order=desc&limit=2");
    List<Float> byTime = scores("sort=time&order=asc&limit=1");
    // Then
    assertThat(byScore).containsExactly(90f, 85f, 80f);
    assertThat(byTime).containsExactly(80f, 90f, 85f);
    assertThat(scores("min_score=85")).hasSize(2);
    assertThat(scores("status=closed")).isEmpty();
    assertThat(scores("severity=low&rule=" + feed.job)).hasSize(3);
    assertThat(scores("q=10.0.0.5")).hasSize(3);
    assertThat(scores("q=10%250.0.5")).isEmpty();
    assertThat(scores("from=2026-11-02T01:30:00Z&to=2026-11-02T03:00:00Z")).containsExactly(90f);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/alerts?from=yesterday, from",
    "/api/v1/alerts?limit=0, limit",
    "/api/v1/alerts?min_score=101, min_score",
    "/api/v1/alerts?status=done, status",
    "/api/v1/alerts?severity=bad, severity",
    "/api/v1/alerts?sort=name, sort",
    "/api/v1/alerts?cursor=bm9uc2Vuc2U, cursor",
    "/api/v1/alerts?colour=red, colour",
    "/api/v1/decisions?alerted=maybe, alerted",
    "/api/v1/decisions?cursor=!, cursor",
    "/api/v1/rules?limit=many, limit",
    "/api/v1/rules?cursor=bm9uc2Vuc2U, cursor"
  })
  void aWrongParameterIsNamed(String path, String parameter) {
    given()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("tag:tidemark.dev,2026:invalid-parameter"))
        .body("parameter", equalTo(parameter));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "20261102T000000Z-00000000000000000000000000000000"})
  void anUnknownAlertIsNotFound(String id) {
    given()
        .get("/api/v1/alerts/" + id)
        .then()
        .statusCode(404)
        .body("type", equalTo("tag:tidemark.dev,2026:unknown-alert"));
    status(id, "*", Map.of("status", "open")).statusCode(404);
  }

  @Test
  void aStatusThatMakesNoSenseIsRefused() {
    status("x", "*", Map.of("status", "done")).statusCode(400).body("pointer", is("/status"));
    status("x", "*", Map.of("status", "closed")).statusCode(400).body("pointer", is("/reason"));
    status("x", "*", Map.of("status", "open", "colour", "red"))
        .statusCode(400)
        .body(containsString("colour"));
  }

  @Test
  void missingDataRaisesAnAlertThatRecovers() {
    // When
    feed.quiet(1).gaps(3);
    // Then
    String id = onlyAlert();
    given()
        .get("/api/v1/alerts/" + id)
        .then()
        .body("kind", equalTo("no_data"))
        .body("rule.id", equalTo("job-receives-no-data"))
        .body("bucket_start", equalTo("2026-11-02T00:15:00Z"));
    // When
    feed.gaps(1).quiet(1);
    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(kinds(id)).containsExactly("opened", "recovered"));
  }

  @Test
  void theShippedRuleIsThereAndCannotBeDeleted() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                given()
                    .get("/api/v1/rules/spike-in-network-traffic")
                    .then()
                    .statusCode(200)
                    .body("enabled", is(true))
                    .body("anomaly_threshold", equalTo(75f))
                    .body("risk_score", is(21))
                    .body(
                        "threat.tactic.id",
                        equalTo(List.of("TA0010", "TA0007", "TA0043", "TA0040"))));
    given()
        .delete("/api/v1/rules/spike-in-network-traffic")
        .then()
        .statusCode(409)
        .body("type", equalTo("tag:tidemark.dev,2026:rule-shipped"));
  }

  @Test
  void aRuleThatIsSwitchedOnOpensItsJobOnce() {
    // Given
    rule();
    String rule = "/api/v1/rules/" + feed.job;
    // When
    given().post(rule + "/disable").then().statusCode(200);
    given().post(rule + "/enable").then().statusCode(200).body("starting", containsString(""));
    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> given().get(rule).then().body("starting", nullValue()));
    assertThat(jobs.openedBy(feed.job)).containsExactly("rule " + feed.job);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(jobs.openedBy("high_count_network_events"))
                    .containsExactly("rule spike-in-network-traffic"));
  }

  @Test
  void aRuleIsPatchedSwitchedAndDeleted() {
    // Given
    rule();
    String rule = "/api/v1/rules/" + feed.job;
    String tag = given().get(rule).getHeader("ETag");
    // When
    patch(tag, Map.of("severity", "high", "anomaly_threshold", 50))
        .statusCode(200)
        .body("severity", equalTo("high"))
        .body("name", equalTo("A rule"));
    patch(tag, Map.of("severity", "low")).statusCode(412);
    patch("*", Map.of("severity", "awful")).statusCode(400).body("pointer", is("/severity"));
    patch("*", Map.of("score_of", "all")).statusCode(400).body("pointer", is("/score_of"));
    patch("*", Map.of("colour", "red")).statusCode(400).body("pointer", is("/colour"));
    given().post(rule + "/disable").then().statusCode(200).body("enabled", is(false));
    // Then
    feed.anomalous(99);
    awaitJudged();
    given()
        .get("/api/v1/decisions?job=" + feed.job)
        .then()
        .body("decisions.reason", equalTo(List.of("rule_disabled")));
    given().post(rule + "/enable").then().statusCode(200).body("starting", containsString(""));
    given().delete(rule).then().statusCode(204);
    given().get(rule).then().statusCode(404);
  }

  @Test
  void aRuleThatExistsOrMakesNoSenseIsRefused() {
    rule();
    post(Map.of("id", feed.job, "name", "x")).statusCode(409);
    post(Map.of("id", "BAD", "name", "x")).statusCode(400).body("pointer", is("/id"));
    post(Map.of("id", "good", "name", "x", "jobs", List.of("Bad job")))
        .statusCode(400)
        .body("pointer", is("/jobs"));
    given()
        .contentType(ContentType.JSON)
        .body("{\"id\":")
        .post("/api/v1/rules")
        .then()
        .statusCode(400);
  }

  @Test
  void aRuleSaysHowItsJobDoes() {
    // Given
    rule();
    awaitJob("missing");
    // When
    feed.announced(JobState.JOB_STATE_CLOSED);
    // Then
    awaitJob("closed");
    // When
    feed.announced(JobState.JOB_STATE_LIVE).gaps(4);
    // Then
    awaitJob("stale");
    given()
        .get("/api/v1/rules/" + feed.job)
        .then()
        .body("job_status[0].judged_until", equalTo("2026-11-02T01:00:00Z"));
  }

  @Test
  void aPoisonedJobIsBuriedAndTheOthersAreKnown() {
    // Given
    rule();
    // When
    AnomalyFeed.write(
        Topics.JOBS, "poisoned-" + feed.job, "no protobuf".getBytes(StandardCharsets.UTF_8));
    feed.announced(JobState.JOB_STATE_CLOSED);
    // Then
    awaitJob("closed");
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("tidemark_feed_dead_letters_total{reason=\"malformed_job\"}"));
  }

  @Test
  void theServiceIsReadyAndSaysSo() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                given()
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.find { it.name == 'anomaly feed' }.data.jobs", equalTo("ok")));
    given().get("/q/openapi").then().statusCode(200).body(containsString("/api/v1/decisions"));
  }

  private void rule() {
    post(Map.of(
            "id",
            feed.job,
            "name",
            "A rule",
            "jobs",
            List.of(feed.job),
            "threat",
            List.of(
                Map.of(
                    "tactic",
                    Map.of("id", "TA0010"),
                    "techniques",
                    List.of(Map.of("id", "T1041"))))))
        .statusCode(201)
        .body("enabled", is(true))
        .body("next_cursor", nullValue());
  }

  private static ValidatableResponse post(Map<String, ?> rule) {
    return given().contentType(ContentType.JSON).body(rule).post("/api/v1/rules").then();
  }

  private ValidatableResponse patch(String tag, Map<String, ?> change) {
    return given()
        .contentType(ContentType.JSON)
        .header("If-Match", tag)
        .body(change)
        .patch("/api/v1/rules/" + feed.job)
        .then();
  }

  private static ValidatableResponse status(String id, String tag, Map<String, ?> change) {
    return given()
        .contentType(ContentType.JSON)
        .header("If-Match", tag)
        .body(change)
        .post("/api/v1/alerts/" + id + "/status")
        .then();
  }

  private void awaitJob(String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                given()
                    .get("/api/v1/rules/" + feed.job)
                    .then()
                    .body("job_status[0].status", equalTo(status)));
  }

  private String onlyAlert() {
    awaitAlerts(1);
    return onlyAlert("limit=1");
  }

  private String onlyAlert(String query) {
    return given()
        .get("/api/v1/alerts?job=" + feed.job + "&" + query)
        .then()
        .statusCode(200)
        .extract()
        .path("alerts[0].id");
  }

  private void awaitAlerts(int number) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                given()
                    .get("/api/v1/alerts?job=" + feed.job)
                    .then()
                    .statusCode(200)
                    .body("alerts", hasSize(number)));
  }

  /** Waits until the feed is judged to its end. */
  private void awaitJudged() {
    Instant end = Instant.ofEpochSecond(feed.start());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        "SELECT coalesce(max(judged_until_s), 0) FROM shard_cursor WHERE job_uid = $1",
                        feed.uid)
                    == end.getEpochSecond());
  }

  private List<Float> scores(String query) {
    List<Float> scores = new ArrayList<>();
    String cursor = "";
    do {
      ValidatableResponse page =
          given()
              .urlEncodingEnabled(false)
              .get("/api/v1/alerts?job=" + feed.job + "&" + query + cursor)
              .then()
              .statusCode(200);
      scores.addAll(page.extract().<List<Float>>path("alerts.score"));
      String next = page.extract().path("next_cursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return scores;
  }

  private List<String> kinds(String alert) {
    List<String> kinds = new ArrayList<>();
    pool.preparedQuery("SELECT kind FROM notification WHERE alert_id = $1 ORDER BY sequence")
        .execute(Tuple.of(alert))
        .await()
        .atMost(PATIENCE)
        .forEach(row -> kinds.add(row.getString("kind")));
    return kinds;
  }

  private long count(String sql) {
    return count(sql, feed.job);
  }

  private long count(String sql, String value) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(value))
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next()
        .getLong(0);
  }
}

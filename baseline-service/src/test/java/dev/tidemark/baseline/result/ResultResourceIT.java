package dev.tidemark.baseline.result;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.embedded.BackingServices;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.anomaly.v1.Companion;
import dev.tidemark.proto.anomaly.v1.Origin;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.scoring.v1.Explanation;
import dev.tidemark.proto.scoring.v1.InfluencerScore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class ResultResourceIT {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final String BUCKET =
      """
      INSERT INTO bucket (job_uid, bucket_start, detector, partition_value, by_value, shard, actual,
          typical, lower, upper, probability, anomaly_score, unscored_reason, revised, origin)
      VALUES ($1, $2, 0, $3, '', 0, $4, 10, 5, 15, 0.5, $5, $6, false, 'live')""";
  private static final String RECORD =
      """
      INSERT INTO record (job_uid, bucket_start, id, detector, partition_value, by_value, shard,
          anomaly_score, interim, body)
      VALUES ($1, $2, $3, 0, '', '', 0, $4, $5, $6)""";

  @Inject Pool pool;

  @Test
  void bucketsAreReadPageByPageWhileOthersAreAdded() throws Throwable {
    // Given
    UUID uid = job("paged");
    for (int i = 0; i < 5; i++) {
      bucket(uid, START.plusSeconds(900L * i), "a", i, null);
      bucket(uid, START.plusSeconds(900L * i), "b", i, null);
    }
    // When
    JsonPath first = get("/api/v1/jobs/paged/buckets?limit=3&sort=desc");
    bucket(uid, START.plusSeconds(900L * 5), "a", 5, null);
    List<String> seen = new ArrayList<>(keys(first));
    String cursor = first.getString("next_cursor");
    while (cursor != null) {
      JsonPath next = get("/api/v1/jobs/paged/buckets?limit=3&sort=desc&cursor=" + cursor);
      seen.addAll(keys(next));
      cursor = next.getString("next_cursor");
    }
    // Then
    assertThat(seen).hasSize(10).doesNotHaveDuplicates();
    assertThat(seen.getFirst()).isEqualTo("2026-03-01T01:00:00Z b");
    assertThat(seen.getLast()).isEqualTo("2026-03-01T00:00:00Z a");
  }

  @Test
  void bucketsAreFilteredByTimeScoreAndSeries() throws Throwable {
    UUID uid = job("filtered");
    bucket(uid, START, "a", 90, null);
    bucket(uid, START, "b", 10, null);
    bucket(uid, START.plusSeconds(900), "a", null, "not_alive");
    given()
        .get("/api/v1/jobs/filtered/buckets?min_score=75")
        .then()
        .statusCode(200)
        .body("buckets", hasSize(1))
        .body("buckets[0].partition_value", equalTo("a"))
        .body("buckets[0].bucket_end", equalTo("2026-03-01T00:15:00Z"))
        .body("buckets[0].anomaly_score", equalTo(90.0f));
    given()
        .get("/api/v1/jobs/filtered/buckets?partition_value=a&detector=0&from=2026-03-01T00:15:00Z")
        .then()
        .body("buckets", hasSize(1))
        .body("buckets[0].anomaly_score", nullValue())
        .body("buckets[0].unscored_reason", equalTo("not_alive"));
    given()
        .get("/api/v1/jobs/filtered/buckets?to=2026-03-01T00:15:00Z")
        .then()
        .body("buckets", hasSize(2));
  }

  @Test
  void aRecordIsShownWithAllItsEvidence() throws Throwable {
    UUID uid = job("evidence");
    record(uid, "r1", START, 91, false);
    record(uid, "r2", START.plusSeconds(900), 50, true);
    given()
        .get("/api/v1/jobs/evidence/records")
        .then()
        .statusCode(200)
        .body("records.id", equalTo(List.of("r1", "r2")));
    given()
        .get("/api/v1/jobs/evidence/records?include_interim=false&sort=desc")
        .then()
        .body("records.id", equalTo(List.of("r1")));
    given()
        .get("/api/v1/jobs/evidence/records?min_score=75")
        .then()
        .body("records.id", equalTo(List.of("r1")));
    given()
        .get("/api/v1/jobs/evidence/records/r1")
        .then()
        .statusCode(200)
        .body("series.function", equalTo("high_count"))
        .body("series.by_field", nullValue())
        .body("factor", equalTo(4.0f))
        .body("influencers[0].usual_share", equalTo(0.1f))
        .body("companions[0].name", equalTo("network.bytes"))
        .body("companions[0].usual", nullValue())
        .body("actual_last_week", equalTo(12.0f))
        .body("origin", equalTo("history"))
        .body("links.self", equalTo("/api/v1/jobs/evidence/records/r1"))
        .body("links.buckets", containsString("from=2026-02-28T00:00:00Z"));
    given()
        .get("/api/v1/jobs/evidence/records/other")
        .then()
        .statusCode(404)
        .body("type", equalTo("tag:tidemark.dev,2026:unknown-record"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bm90aGluZw", "*", "W10"})
  void anUnknownCursorOfRecordsIsRefused(String cursor) throws Throwable {
    job("garbled");
    given()
        .urlEncodingEnabled(false)
        .get("/api/v1/jobs/garbled/records?cursor=" + cursor)
        .then()
        .statusCode(400)
        .body("parameter", equalTo("cursor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"buckets", "records", "backfills"})
  void anUnknownJobIsSaid(String results) {
    given()
        .get("/api/v1/jobs/nobody/" + results)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", containsString("nobody"));
  }

  @ParameterizedTest
  @CsvSource({
    "from=2026-03-01,from",
    "from=2026-03-01T00:00:00,from",
    "min_score=101,min_score",
    "detector=x,detector",
    "sort=score,sort",
    "limit=1001,limit",
    "cursor=bm90aGluZw,cursor",
    "page=2,page"
  })
  void aParameterThatMeansNothingIsRefused(String query, String parameter) throws Throwable {
    job("refused");
    given()
        .get("/api/v1/jobs/refused/buckets?" + query)
        .then()
        .statusCode(400)
        .body("type", equalTo("tag:tidemark.dev,2026:invalid-parameter"))
        .body("parameter", equalTo(parameter));
  }

  private static List<String> keys(JsonPath page) {
    List<String> starts = page.getList("buckets.bucket_start");
    List<String> values = page.getList("buckets.partition_value");
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      keys.add(starts.get(i) + " " + values.get(i));
    }
    return keys;
  }

  private static JsonPath get(String path) {
    return given().get(path).then().statusCode(200).extract().jsonPath();
  }

  private UUID job(String id) throws Throwable {
    given()
        .contentType(ContentType.JSON)
        .body("{\"id\":\"" + id + "\",\"detectors\":[{\"function\":\"high_count\"}]}")
        .post("/api/v1/jobs");
    run("SELECT ensure_month($1)", Tuple.of(LocalDate.parse("2026-03-01")));
    return UUID.fromString(given().get("/api/v1/jobs/" + id).then().extract().path("uid"));
  }

  private void bucket(
      UUID uid, Instant start, String partition, @Nullable Integer score, @Nullable String reason)
      throws Throwable {
    Double value = score == null ? null : Double.valueOf(score);
    run(
        BUCKET,
        Tuple.of(uid, start.atOffset(ZoneOffset.UTC), partition, 20.0, value).addString(reason));
  }

  private void record(UUID uid, String id, Instant start, double score, boolean interim)
      throws Throwable {
    AnomalyRecord body =
        AnomalyRecord.newBuilder()
            .setId(id)
            .setJobId("evidence")
            .setJobUid(uid.toString())
            .setFunction(Function.FUNCTION_HIGH_COUNT)
            .setBucketStartS(start.getEpochSecond())
            .setBucketSpanS(900)
            .setActual(40)
            .setTypical(10)
            .setAnomalyScore(score)
            .setInterim(interim)
            .setOrigin(Origin.ORIGIN_HISTORY)
            .addInfluencers(InfluencerScore.newBuilder().setField("source.ip").setUsualShare(0.1))
            .addCompanions(Companion.newBuilder().setName("network.bytes").setActual(7))
            .setActualLastWeek(12)
            .setExplanation(Explanation.newBuilder().setFactor(4))
            .build();
    run(
        RECORD,
        Tuple.of(uid, start.atOffset(ZoneOffset.UTC), id, score, interim)
            .addValue(Buffer.buffer(body.toByteArray())));
  }

  private void run(String sql, Tuple parameters) throws Throwable {
    VertxContextSupport.subscribeAndAwait(() -> pool.preparedQuery(sql).execute(parameters));
  }
}

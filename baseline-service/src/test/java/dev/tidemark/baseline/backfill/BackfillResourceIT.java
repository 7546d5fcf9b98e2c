package dev.tidemark.baseline.backfill;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.Topics;
import dev.tidemark.embedded.BackingServices;
import dev.tidemark.embedded.TopicReader;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.Command;
import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class BackfillResourceIT {

  private static final String FROM = "2026-01-01T00:00:00Z";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @Inject IdleBackfills idle;
  @Inject Clock clock;

  @Test
  void aSessionIsOneRowOfCommandsAndCountsInTheOrderOfTheCalls()
      throws InvalidProtocolBufferException {
    // Given
    String uid = job("history", "");
    String id = begin("history", FROM).statusCode(201).extract().path("id");
    // When
    call("history", id, "counts", "application/x-ndjson", ndjson())
        .statusCode(202)
        .body("accepted", equalTo(2))
        .body("rejected", equalTo(3))
        .body("errors[0].line", equalTo(3))
        .body("errors[0].reason", equalTo("not_aligned"))
        .body("errors[1].reason", equalTo("not_a_whole_number"))
        .body("errors[2].reason", equalTo("malformed_json"));
    call("history", id, "advance", "application/json", "{\"until\":\"2026-01-01T01:00:00Z\"}")
        .statusCode(202)
        .body("advanced_until", equalTo("2026-01-01T01:00:00Z"));
    call("history", id, "end", "application/json", "{\"live\":true}")
        .statusCode(202)
        .body("state", equalTo("ending"));
    // Then
    var records =
        TopicReader.read(
            servers, Topics.BUCKET_UPDATES, 4, record -> record.key().startsWith(uid + "/"));
    List<BucketRecord> log = new ArrayList<>();
    for (var record : records) {
      log.add(BucketRecord.parseFrom(record.value()));
    }
    assertThat(log.get(0).getCommand().getStartHistory().getBackfillId()).isEqualTo(id);
    ShardUpdate update = log.get(1).getUpdate();
    assertThat(update.getBackfillId()).isEqualTo(id);
    assertThat(update.getBatch().getKey()).isEqualTo("counts/" + id + "/k1");
    assertThat(update.getBucketsList()).extracting(SeriesBucket::getCount).containsExactly(7L, 0L);
    assertThat(update.getAliveSList()).hasSize(2);
    assertThat(log.get(2).getCommand().getAdvanceHistory().getUntilS())
        .isEqualTo(Instant.parse("2026-01-01T01:00:00Z").getEpochSecond());
    assertThat(log.get(3).getCommand().getKindCase()).isEqualTo(Command.KindCase.END_HISTORY);
    given().get("/api/v1/jobs/history").then().body("state", equalTo("live"));
    call("history", id, "advance", "application/json", "{\"until\":\"2026-01-01T02:00:00Z\"}")
        .statusCode(409)
        .body("detail", containsString("is over"));
  }

  @Test
  void countsComeAsCsvAndAsAnArrayToo() {
    job("formats", "");
    String id = begin("formats", FROM).extract().path("id");
    call("formats", id, "counts", "text/csv", "bucket_start,value\n" + FROM + ",5\n" + FROM + ",-1")
        .statusCode(202)
        .body("accepted", equalTo(1))
        .body("errors[0].line", equalTo(3));
    call(
            "formats",
            id,
            "counts",
            "application/json",
            "[{\"bucket_start\":\"" + FROM + "\",\"value\":5}]")
        .statusCode(202)
        .body("accepted", equalTo(1));
    call("formats", id, "counts", "text/csv", "time,count").statusCode(400);
    call("formats", id, "counts", "application/json", "{}").statusCode(400);
  }

  @Test
  void plainValuesFillWhatTheySayEverythingAbout() throws InvalidProtocolBufferException {
    // Given
    String detectors =
        Stream.of(DetectorFunction.LOW_SUM, DetectorFunction.MIN, DetectorFunction.MAX)
            .map(f -> "{\"function\":\"" + f.text() + "\",\"field\":\"network.bytes\"}")
            .collect(Collectors.joining(","));
    String uid = jobWith("plain-values", detectors);
    String id = begin("plain-values", FROM).extract().path("id");
    // When
    call(
            "plain-values",
            id,
            "counts",
            "text/csv",
            "detector,bucket_start,value\n0,%1$s,5\n1,%1$s,0\n2,%1$s,7".formatted(FROM))
        .statusCode(202)
        .body("accepted", equalTo(3));
    // Then
    var records =
        TopicReader.read(
            servers, Topics.BUCKET_UPDATES, 2, record -> record.key().startsWith(uid + "/"));
    List<SeriesBucket> buckets =
        BucketRecord.parseFrom(records.get(1).value()).getUpdate().getBucketsList();
    assertThat(buckets.get(0).getSum()).isEqualTo(5);
    assertThat(buckets.get(1).hasLeast()).isTrue();
    assertThat(buckets.get(1).getLeast()).isZero();
    assertThat(buckets.get(2).getGreatest()).isEqualTo(7);
  }

  @Test
  void aMeanAndADistinctCountNeedTheEvents() {
    for (DetectorFunction function :
        List.of(DetectorFunction.MEAN, DetectorFunction.HIGH_DISTINCT_COUNT)) {
      String name = "events-" + function.text();
      jobWith(name, "{\"function\":\"" + function.text() + "\",\"field\":\"network.bytes\"}");
      String id = begin(name, FROM).extract().path("id");
      call(name, id, "counts", "text/csv", "bucket_start,value\n" + FROM + ",5")
          .statusCode(202)
          .body("accepted", equalTo(0))
          .body("errors[0].field", equalTo("detector"))
          .body("errors[0].reason", equalTo("needs_events"))
          .body("errors[0].detail", containsString(function.text()));
    }
  }

  @Test
  void aSplitJobNeedsTheValuesOfItsSeries() {
    job("split", "partition_field");
    String id = begin("split", FROM).extract().path("id");
    call(
            "split",
            id,
            "counts",
            "application/x-ndjson",
            "{\"bucket_start\":\""
                + FROM
                + "\",\"value\":5,\"partition\":\"a\"}\n"
                + "{\"bucket_start\":\""
                + FROM
                + "\",\"value\":5}\n"
                + "{\"bucket_start\":\""
                + FROM
                + "\",\"value\":5,\"partition\":\"a\",\"by\":\"b\"}")
        .statusCode(202)
        .body("accepted", equalTo(1))
        .body("errors[0].reason", equalTo("missing_field"))
        .body("errors[1].reason", equalTo("unexpected_field"));
  }

  @Test
  void whatDoesNotFitTheStateIsRefusedWithTheReason() {
    job("states", "");
    begin("states", "2026-01-01T00:07:00Z")
        .statusCode(400)
        .body("detail", containsString("2026-01-01T00:00:00Z and 2026-01-01T00:15:00Z"));
    begin("states", "2100-01-01T00:00:00Z").statusCode(400);
    begin("states", "yesterday").statusCode(400);
    String id = begin("states", FROM).statusCode(201).extract().path("id");
    begin("states", FROM).statusCode(409).body("detail", containsString(id));
    given().post("/api/v1/jobs/states/open").then().statusCode(409);
    given().post("/api/v1/jobs/states/close").then().statusCode(409);
    given().delete("/api/v1/jobs/states").then().statusCode(409);
    call("states", id, "advance", "application/json", "{\"until\":\"2100-01-01T00:00:00Z\"}")
        .statusCode(400)
        .body("detail", containsString("future"));
    call("states", id, "advance", "application/json", "{\"til\":1}")
        .statusCode(400)
        .body("pointer", equalTo("/til"));
    call("states", "nope", "advance", "application/json", "{\"until\":\"" + FROM + "\"}")
        .statusCode(404)
        .body("type", equalTo("tag:tidemark.dev,2026:unknown-backfill"));
    call("states", id, "end", "application/json", "{\"live\":false}").statusCode(202);
    given().get("/api/v1/jobs/states").then().body("state", equalTo("closed"));
    given()
        .get("/api/v1/jobs/states/backfills")
        .then()
        .statusCode(200)
        .body("backfills.size()", equalTo(1))
        .body("backfills[0].ended_at", notNullValue());
  }

  @Test
  void aSessionAdvancedUpToTheCurrentBucketGoesLiveInIt() {
    job("seamless", "");
    String id = begin("seamless", FROM).extract().path("id");
    Instant now = clock.instant();
    Instant current = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), 900) * 900);
    call("seamless", id, "advance", "application/json", "{\"until\":\"" + current + "\"}")
        .statusCode(202);
    call("seamless", id, "end", "application/json", "{\"live\":true}").statusCode(202);
    String liveFrom = given().get("/api/v1/jobs/seamless").then().extract().path("live_from");
    // A bucket edge between the two calls is the one way to be told a later start.
    assertThat(Instant.parse(liveFrom)).isBetween(current, current.plusSeconds(1_800));
    assertThat(liveFrom)
        .satisfies(from -> assertThat(Instant.parse(from)).isBeforeOrEqualTo(clock.instant()));
  }

  @Test
  void aForgottenSessionFailsVisiblyAndGoesOnWithTheNextCall() throws Throwable {
    job("forgotten", "");
    String id = begin("forgotten", FROM).extract().path("id");
    // When
    VertxContextSupport.subscribeAndAwait(
        () -> idle.failIdleBefore(clock.instant().plusSeconds(60)));
    // Then
    given()
        .get("/api/v1/jobs/forgotten/backfills/" + id)
        .then()
        .body("state", equalTo("failed"))
        .body("reason", containsString("any call resumes it"));
    call("forgotten", id, "advance", "application/json", "{\"until\":\"2026-01-01T01:00:00Z\"}")
        .statusCode(202)
        .body("state", equalTo("running"));
  }

  private static String ndjson() {
    return """
        {"bucket_start":"2026-01-01T00:00:00Z","value":7}
        {"bucket_start":"2026-01-01T01:15:00+01:00","value":0}
        {"bucket_start":"2026-01-01T00:07:00Z","value":1}
        {"bucket_start":"2026-01-01T00:15:00Z","value":1.5}
        {"bucket_start"
        """;
  }

  private static String job(String id, String split) {
    String more = split.isEmpty() ? "" : ",\"" + split + "\":\"host.name\"";
    return jobWith(id, "{\"function\":\"high_count\"" + more + "}");
  }

  private static String jobWith(String id, String detectors) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"id\":\"" + id + "\",\"detectors\":[" + detectors + "]}")
        .post("/api/v1/jobs")
        .then()
        .statusCode(201)
        .extract()
        .path("uid");
  }

  private static ValidatableResponse begin(String job, String from) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"from\":\"" + from + "\"}")
        .post("/api/v1/jobs/" + job + "/backfills")
        .then();
  }

  private static ValidatableResponse call(
      String job, String id, String verb, String type, String body) {
    return given()
        .contentType(type)
        .header("Idempotency-Key", "k1")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/jobs/" + job + "/backfills/" + id + "/" + verb)
        .then();
  }
}

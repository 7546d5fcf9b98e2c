package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.tidemark.embedded.BackingServices;
import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class EventsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String EVENTS = "/api/v1/events";
  private static final String HEARTBEATS = "/api/v1/heartbeats";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @TestHTTPResource URI url = URI.create("http://localhost");

  @Inject Clock clock;

  private UpdateTopic topic = new UpdateTopic("");
  private Job live = Job.getDefaultInstance();
  private Job history = Job.getDefaultInstance();

  @BeforeEach
  void jobs() {
    RestAssured.config =
        RestAssured.config()
            .encoderConfig(
                EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT));
    topic = new UpdateTopic(servers);
    live = UpdateTopic.job("live", JobState.JOB_STATE_LIVE).build();
    history =
        UpdateTopic.job("history", JobState.JOB_STATE_BACKFILLING).setBackfillId("b1").build();
    topic.write(live);
    topic.write(history);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              given().when().get("/q/health/ready").then().statusCode(200);
              heartbeat("", "").statusCode(202);
              assertThat(topic.updates(live)).isNotEmpty();
            });
  }

  @AfterEach
  void noJobs() {
    topic.write("live", null);
    topic.write("history", null);
  }

  private static RequestSpecification request() {
    return given().contentType("application/x-ndjson");
  }

  private static ValidatableResponse post(String body) {
    return request().body(body).when().post(EVENTS).then();
  }

  private static ValidatableResponse heartbeat(String query, String body) {
    RequestSpecification request = given().contentType("application/json");
    return (body.isEmpty() ? request : request.body(body)).when().post(HEARTBEATS + query).then();
  }

  private String event(Instant at, String source) {
    return "{\"@timestamp\":\""
        + at
        + "\",\"event\":{\"category\":[\"network\"]},\"source\":{\"ip\":\""
        + source
        + "\"},\"network\":{\"bytes\":100}}\n";
  }

  private String event() {
    return event(clock.instant(), "192.0.2.1");
  }

  @Test
  void acknowledgedEventsAreCommitted() {
    // When
    post(event() + event() + "{\"@timestamp\":" + clock.millis() + ",\"event.category\":\"dns\"}")
        .statusCode(202)
        .body("accepted", equalTo(3), "rejected", equalTo(0), "errors", hasSize(0));
    // Then
    assertThat(topic.count(live)).isEqualTo(2);
    List<SeriesBucket> buckets =
        topic.updates(live).stream().flatMap(update -> update.getBucketsList().stream()).toList();
    assertThat(buckets.stream().mapToLong(SeriesBucket::getBytes).sum()).isEqualTo(200);
    assertThat(buckets.getFirst().getInfluencersList()).hasSize(1);
  }

  @Test
  void badLinesAreToldAndGoodOnesCount() {
    // Given
    String body =
        event()
            + "nonsense\n"
            + "{\"event\":{}}\n"
            + "{\"@timestamp\":\"yesterday\"}\n"
            + event(clock.instant().plus(Duration.ofDays(365)), "192.0.2.1")
            + event(clock.instant().minus(Duration.ofDays(2)), "192.0.2.1")
            + "42\n"
            + "{\"a\":"
            + "[".repeat(10_000)
            + "]".repeat(10_000)
            + "}\n"
            + "{\"a\":\""
            + "x".repeat(1_200_000)
            + "\"}\n"
            + event()
            + "{\"cut\":";
    // When / Then
    post(body)
        .statusCode(202)
        .body("accepted", equalTo(2))
        .body("rejected", equalTo(9))
        .body("errors.line", equalTo(List.of(2, 3, 4, 5, 6, 7, 8, 9, 11)))
        .body(
            "errors.reason",
            equalTo(
                List.of(
                    "malformed_json",
                    "missing_timestamp",
                    "invalid_timestamp",
                    "future",
                    "too_old",
                    "not_an_object",
                    "nesting_too_deep",
                    "line_too_large",
                    "truncated")))
        .body("errors.field", hasItems("@timestamp"));
    assertThat(topic.count(live)).isEqualTo(2);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(topic.deadLetters("future")).isNotEmpty());
    given()
        .when()
        .get("/q/metrics")
        .then()
        .body(containsString("tidemark_ingest_rejected_total{reason=\"future\"}"));
  }

  @Test
  void aLineOfAHundredMegabytesCostsNoGoodLine() throws IOException {
    // Given
    byte[] filler = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write((event() + "{\"a\":\"").getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 100; i++) {
        gzip.write(filler);
      }
      gzip.write(("\"}\n" + event()).getBytes(StandardCharsets.UTF_8));
    }
    // When / Then
    request()
        .header("Content-Encoding", "gzip")
        .body(compressed.toByteArray())
        .when()
        .post(EVENTS)
        .then()
        .statusCode(202)
        .body("accepted", equalTo(2), "rejected", equalTo(1))
        .body("errors[0].reason", equalTo("line_too_large"), "errors[0].line", equalTo(2));
  }

  @Test
  void aBodyBeyondTheLimitIsRefusedAndSaysWhatCounted() throws IOException {
    byte[] filler = "\n".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(event().getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 257; i++) {
        gzip.write(filler);
      }
    }
    request()
        .body(compressed.toByteArray())
        .when()
        .post(EVENTS)
        .then()
        .statusCode(413)
        .body("type", equalTo("tag:tidemark.dev,2026:body-too-large"), "accepted", equalTo(1))
        .body("setting", equalTo("tidemark.ingest.limits.max-body-bytes"));
  }

  @Test
  void damagedCompressionIsToldAndWhatCameBeforeCounts() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(event().repeat(3).getBytes(StandardCharsets.UTF_8));
    }
    byte[] body = compressed.toByteArray();
    body[body.length - 6] ^= 1;
    request()
        .body(body)
        .when()
        .post(EVENTS)
        .then()
        .statusCode(202)
        .body("accepted", equalTo(3), "errors[0].reason", equalTo("invalid_gzip"));
  }

  @Test
  void invalidUtf8IsToldByLine() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(event().getBytes(StandardCharsets.UTF_8));
    body.write(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}', '\n'});
    request()
        .body(body.toByteArray())
        .when()
        .post(EVENTS)
        .then()
        .statusCode(202)
        .body("errors[0].reason", equalTo("invalid_utf8"), "errors[0].line", equalTo(2));
  }

  @Test
  void aBodyWithoutAnyUsableEventIsABadRequest() {
    post("nonsense").statusCode(400).body("errors[0].reason", equalTo("malformed_json"));
    post(" \n ").statusCode(400).body("type", equalTo("tag:tidemark.dev,2026:empty-body"));
    post("[]").statusCode(400);
  }

  @Test
  void theRealDocumentsOfPacketbeatAndElasticDefendAreAcceptedAsTheyAre() {
    // Given
    String pretty = sample("packetbeat_flow.json") + "\n" + sample("elastic_defend_network.json");
    String lines =
        (sample("packetbeat_flow.json").replaceAll("\\s*\n\\s*", "")
                + "\n"
                + sample("elastic_defend_network.json").replaceAll("\\s*\n\\s*", ""))
            + "\n";
    // When / Then
    for (String body : List.of(pretty, lines, "[" + lines.strip().replace("\n", ",") + "]")) {
      request()
          .body(body)
          .when()
          .post(EVENTS + "?job=history")
          .then()
          .statusCode(202)
          .body("accepted", equalTo(2), "rejected", equalTo(0));
    }
    assertThat(topic.count(history)).isEqualTo(6);
    assertThat(topic.updates(history)).extracting(ShardUpdate::getBackfillId).containsOnly("b1");
  }

  private static String sample(String name) {
    try (InputStream in = EventsIT.class.getResourceAsStream("/events/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no sample " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eventsForAJobNeedABackfillingJob() {
    request()
        .body(event())
        .when()
        .post(EVENTS + "?job=nobody")
        .then()
        .statusCode(404)
        .body(
            "type",
            equalTo("tag:tidemark.dev,2026:unknown-job"),
            "detail",
            containsString("nobody"));
    request()
        .body(event())
        .when()
        .post(EVENTS + "?job=live")
        .then()
        .statusCode(409)
        .body("detail", containsString("is live"));
    request().body(event()).when().post(EVENTS + "?jobs=live").then().statusCode(400);
  }

  @Test
  void aKeyedRequestIsABatchOfItsOwn() {
    // When
    request()
        .header("Idempotency-Key", "one")
        .body(event() + event())
        .when()
        .post(EVENTS)
        .then()
        .statusCode(202);
    // Then
    assertThat(topic.updates(live))
        .filteredOn(ShardUpdate::hasBatch)
        .singleElement()
        .satisfies(
            update -> {
              assertThat(update.getBatch().getKey()).isEqualTo("local//one");
              assertThat(update.getBatch().getPart()).isZero();
              assertThat(update.getBuckets(0).getCount()).isEqualTo(2);
            });
    request()
        .header("Idempotency-Key", "not visible")
        .body(event())
        .when()
        .post(EVENTS)
        .then()
        .statusCode(400);
  }

  @Test
  void heartbeatsMarkBucketsAlive() {
    Instant now = clock.instant();
    heartbeat("", "{\"timestamps\":[\"" + now.minusSeconds(120) + "\",\"" + now + "\"]}")
        .statusCode(202)
        .body("accepted", equalTo(2));
    heartbeat("?job=history", "{\"timestamp\":\"2020-01-01T00:00:30Z\"}").statusCode(202);
    long minute = now.getEpochSecond() / 60 * 60;
    assertThat(topic.updates(live).stream().flatMap(update -> update.getAliveSList().stream()))
        .contains(minute, minute - 120);
    assertThat(topic.updates(history).stream().flatMap(update -> update.getAliveSList().stream()))
        .containsExactly(Instant.parse("2020-01-01T00:00:00Z").getEpochSecond());
  }

  @Test
  void heartbeatsThatCannotBeAreRefusedByName() {
    heartbeat("", "{\"timestamp\":\"2020-01-01T00:00:30Z\"}")
        .statusCode(400)
        .body("pointer", equalTo("/timestamp"), "detail", containsString("too old"));
    heartbeat("", "{\"timestamps\":[\"" + clock.instant() + "\",\"soon\"]}")
        .statusCode(400)
        .body("pointer", equalTo("/timestamps/1"));
    heartbeat("", "{\"time\":1}").statusCode(400).body("pointer", equalTo("/time"));
    heartbeat("", "[").statusCode(400);
  }

  @Test
  void aBodyCutOffCountsItsGoodLinesUnlessItHasAKey() throws IOException {
    // When
    cutOff("Idempotency-Key: cut\r\n");
    cutOff("");
    // Then: the one without a key arrives, after the one with a key did not
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(topic.count(live)).isEqualTo(2));
    assertThat(topic.updates(live)).noneMatch(ShardUpdate::hasBatch);
    post(event()).statusCode(202);
  }

  private void cutOff(String header) throws IOException {
    String body = event() + event() + "{\"@timest";
    String head =
        "POST " + EVENTS + " HTTP/1.1\r\nHost: x\r\n" + header + "Content-Length: 100000\r\n\r\n";
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }
  }

  @Test
  void aSlowBodyIsCommittedWhileItArrives() throws IOException {
    String head = "POST " + EVENTS + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      // When
      socket.getOutputStream().write((head + event()).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(topic.count(live)).isEqualTo(1));
    }
  }

  @Test
  void aPoisonedJobIsSkippedAndToldAndTheOthersGoOn() {
    // When
    topic.write("poison", new byte[] {(byte) 0xff, 1, 2, 3});
    topic.write("wrong-key", live.toByteArray());
    Job later = UpdateTopic.job("later", JobState.JOB_STATE_LIVE).build();
    topic.write(later);
    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              post(event()).statusCode(202);
              assertThat(topic.count(later)).isPositive();
              assertThat(topic.deadLetters("undecodable_job")).hasSizeGreaterThanOrEqualTo(2);
            });
    topic.write("later", null);
    given().when().get("/q/health/ready").then().statusCode(200);
  }

  @Test
  void everyPartitionGetsATickASecond() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(topic.records().stream().filter(entry -> entry.hasTick()).count())
                    .isGreaterThan(48));
  }

  @Test
  void thereIsAnAnswerForEverythingElse() {
    given().when().get(EVENTS).then().statusCode(405).header("Allow", "POST");
    given().when().get("/api/v1/nothing").then().statusCode(404).body("status", equalTo(404));
    request()
        .header("Content-Encoding", "br")
        .body(event())
        .when()
        .post(EVENTS)
        .then()
        .statusCode(415);
    given().when().get("/q/openapi").then().statusCode(200).body(containsString("postEvents"));
    given().when().get("/q/health/live").then().statusCode(200);
  }
}

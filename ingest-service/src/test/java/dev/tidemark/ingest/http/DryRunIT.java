package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.embedded.BackingServices;
import dev.tidemark.proto.job.v1.Cidr;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Filter;
import dev.tidemark.proto.job.v1.Filters;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.Range;
import dev.tidemark.proto.job.v1.Wildcard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class DryRunIT {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String DRY_RUN = "/api/v1/events/dry-run";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @Inject Clock clock;

  private UpdateTopic topic = new UpdateTopic("");
  private Job seen = Job.getDefaultInstance();

  @BeforeEach
  void jobs() {
    RestAssured.config =
        RestAssured.config()
            .encoderConfig(
                EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT));
    topic = new UpdateTopic(servers);
    seen =
        UpdateTopic.job("seen", JobState.JOB_STATE_LIVE)
            .setFilter(Filter.newBuilder().setAll(conditions()))
            .addDetectors(
                Detector.newBuilder()
                    .setFunction(Function.FUNCTION_HIGH_SUM)
                    .setField("network.bytes")
                    .setByField("host.name"))
            .build();
    topic.write(seen);
    topic.write(
        UpdateTopic.job("past", JobState.JOB_STATE_BACKFILLING).setBackfillId("b1").build());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              dryRun("?job=seen", event("192.0.2.1")).statusCode(200);
              dryRun("?job=past", event("192.0.2.1")).statusCode(200);
            });
  }

  /** What this test's job asks: outside of 10.0.0.0/8, from a port from 1024 on, by no beat. */
  private static Filters conditions() {
    return Filters.newBuilder()
        .addFilters(
            Filter.newBuilder()
                .setNot(
                    Filter.newBuilder()
                        .setCidr(Cidr.newBuilder().setField("source.ip").setNetwork("10.0.0.0/8"))))
        .addFilters(
            Filter.newBuilder().setRange(Range.newBuilder().setField("source.port").setGte("1024")))
        .addFilters(
            Filter.newBuilder()
                .setNot(
                    Filter.newBuilder()
                        .setWildcard(
                            Wildcard.newBuilder().setField("process.name").setPattern("*beat*"))))
        .build();
  }

  @AfterEach
  void noJobs() {
    topic.write("seen", null);
    topic.write("past", null);
  }

  private String event(String source) {
    return event(clock.instant(), source, 4711);
  }

  private static String event(Instant at, String source, int port) {
    return "{\"@timestamp\":\""
        + at
        + "\",\"source\":{\"ip\":\""
        + source
        + "\",\"port\":"
        + port
        + "},\"network\":{\"bytes\":100},\"process.name\":\"curl\"}\n";
  }

  private static ValidatableResponse dryRun(String query, String body) {
    return given().contentType("application/x-ndjson").body(body).post(DRY_RUN + query).then();
  }

  @Test
  void anEventIsSeenAndNotCounted() {
    Instant now = clock.instant();
    Instant start = now.truncatedTo(ChronoUnit.MINUTES);
    // When / Then
    dryRun("?job=seen", "\n" + event(now, "2001:db8::1", 4711))
        .statusCode(200)
        .body("documents", hasSize(1))
        .body("documents[0].line", equalTo(2))
        .body("documents[0].format", equalTo("ecs"))
        .body("documents[0].usable", equalTo(true))
        .body("documents[0].fields.'source.ip'", equalTo("2001:db8::1"))
        .body("documents[0].fields.'process.name'", equalTo("curl"))
        .body("documents[0].jobs", hasSize(1))
        .body("documents[0].jobs[0].job", equalTo("seen"))
        .body("documents[0].jobs[0].phase", equalTo("live"))
        .body("documents[0].jobs[0].counts", equalTo(true))
        .body("documents[0].jobs[0].matches", equalTo(true))
        .body("documents[0].jobs[0].shows_life", equalTo(true))
        .body("documents[0].jobs[0].bucket.start", equalTo(start.toString()))
        .body("documents[0].jobs[0].bucket.end", equalTo(start.plusSeconds(60).toString()))
        .body("documents[0].jobs[0].detectors[0].function", equalTo("high_count"))
        .body("documents[0].jobs[0].detectors[0].shard", equalTo(0))
        .body("documents[0].jobs[0].detectors[1].skipped", equalTo("missing_split_value"));
    assertThat(topic.updates(seen)).isEmpty();
  }

  @Test
  void whyAnEventDoesNotCountIsSaid() {
    Instant now = clock.instant();
    String body =
        event("10.1.2.3")
            + event(now, "192.0.2.1", 53)
            + event(now.minus(Duration.ofDays(3)), "192.0.2.1", 4711)
            + "nonsense\n"
            + "{\"source.ip\":\"192.0.2.1\"}\n";
    dryRun("?job=seen", body)
        .statusCode(200)
        .body("documents", hasSize(5))
        .body("documents[0].jobs[0].counts", equalTo(false))
        .body("documents[0].jobs[0].reason", equalTo("filter"))
        .body(
            "documents[0].jobs[0].mismatch",
            equalTo(
                "excluded: source.ip is \"10.1.2.3\", and 'source.ip : \"10.0.0.0/8\"' is not"
                    + " wanted"))
        .body("documents[1].jobs[0].mismatch", containsString("source.port is \"53\""))
        .body("documents[2].usable", equalTo(false))
        .body("documents[2].rejection.reason", equalTo("too_old"))
        .body("documents[2].jobs[0].matches", equalTo(true))
        .body("documents[2].jobs[0].counts", equalTo(false))
        .body("documents[2].jobs[0].reason", equalTo("too_old"))
        .body("documents[3].rejection.reason", equalTo("malformed_json"))
        .body("documents[3].jobs", nullValue())
        .body("documents[4].line", equalTo(5))
        .body("documents[4].rejection.field", equalTo("@timestamp"));
  }

  @Test
  void jobsInAnyPhaseAreAsked() {
    String old = event(clock.instant().minus(Duration.ofDays(3)), "192.0.2.1", 4711);
    dryRun("", event("192.0.2.1"))
        .statusCode(200)
        .body("documents[0].jobs.job", hasItem("seen"))
        .body("documents[0].jobs.find { it.job == 'past' }.reason", equalTo("job_backfilling"));
    dryRun("?job=past", old.replace("\"process.name\"", "\"event.category\":\"network\",\"x\""))
        .statusCode(200)
        .body("documents[0].usable", equalTo(true))
        .body("documents[0].jobs[0].counts", equalTo(true));
  }

  @Test
  void limitsAreSaid() throws IOException {
    dryRun("?job=seen", event("192.0.2.1").repeat(101))
        .statusCode(413)
        .body("detail", containsString("at most 100 documents"));
    dryRun("", " ".repeat(1_048_577)).statusCode(413);
    dryRun("", "").statusCode(400).body("type", equalTo("tag:tidemark.dev,2026:no-events"));
    dryRun("?job=nobody", event("192.0.2.1")).statusCode(404);
    dryRun("?jobs=seen", event("192.0.2.1")).statusCode(400);
    given().get(DRY_RUN).then().statusCode(405).header("Allow", "POST");
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(" ".repeat(10_000_000).getBytes(StandardCharsets.US_ASCII));
    }
    given().body(compressed.toByteArray()).post(DRY_RUN).then().statusCode(413);
  }
}

package dev.tidemark.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.embedded.BackingServices;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every format through the door, as its agent would send it. */
@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class FormatsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String EVENTS = "/api/v1/events";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  private UpdateTopic topic = new UpdateTopic("");
  private Job history = Job.getDefaultInstance();

  @BeforeEach
  void job() {
    topic = new UpdateTopic(servers);
    history =
        UpdateTopic.job("formats", JobState.JOB_STATE_BACKFILLING).setBackfillId("f1").build();
    topic.write(history);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              given().when().get("/q/health/ready").then().statusCode(200);
              post("?job=formats", "{\"@timestamp\":1}".getBytes(StandardCharsets.UTF_8))
                  .statusCode(202);
            });
  }

  @AfterEach
  void noJob() {
    topic.write("formats", null);
  }

  private static ValidatableResponse post(String query, byte[] body) {
    return given()
        .contentType("application/octet-stream")
        .body(body)
        .when()
        .post(EVENTS + query)
        .then();
  }

  private static byte[] sample(String name) {
    try (InputStream in = FormatsIT.class.getResourceAsStream("/formats/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no sample " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ecs.ndjson, 11, 0, ",
    "suricata.ndjson, 9, 0, 1",
    "zeek_conn.ndjson, 3, 0, ",
    "zeek_dns.ndjson, 3, 0, 1",
    "zeek.log, 3, 0, ",
    "vpc.log, 7, 0, 2",
    "goflow2.ndjson, 3, 0, ",
    "pmacct.ndjson, 3, 2, ",
    "logstash-netflow.ndjson, 5, 0, 1"
  })
  void everyFormatCountsAsNetworkEvents(
      String name, int accepted, int rejected, Integer withoutEvent) {
    // Given
    long before = topic.count(history);
    // When
    post("?job=formats", sample(name))
        .statusCode(202)
        .body("accepted", equalTo(accepted), "rejected", equalTo(rejected))
        .body("without_event", equalTo(withoutEvent));
    // Then
    assertThat(topic.count(history) - before).isEqualTo(accepted);
  }

  @Test
  void aFormatThatIsAskedForIsTheOnlyOneTaken() {
    post("?job=formats&format=zeek", sample("suricata.ndjson"))
        .statusCode(400)
        .body("errors[0].reason", equalTo("wrong_format"))
        .body("errors[0].detail", containsString("zeek"));
    post("?job=formats&format=suricata", sample("suricata.ndjson")).statusCode(202);
    post("?format=netflow", sample("suricata.ndjson"))
        .statusCode(400)
        .body("detail", containsString("logstash-netflow"));
    given().when().post("/api/v1/heartbeats?format=ecs").then().statusCode(400);
  }

  @Test
  void linesWithoutTrafficAreNoFaultAndShowLife() {
    byte[] body =
        "2 123456789012 eni-1 - - - - - - - 1772442960 1772443020 - NODATA\n"
            .getBytes(StandardCharsets.UTF_8);
    post("?job=formats", body)
        .statusCode(202)
        .body("accepted", equalTo(0), "rejected", equalTo(0), "without_event", equalTo(1));
    assertThat(topic.updates(history).stream().flatMap(update -> update.getAliveSList().stream()))
        .contains(1772443020L / 60 * 60);
    given()
        .when()
        .get("/q/metrics")
        .then()
        .body(containsString("tidemark_ingest_without_event_total{kind=\"nodata\"}"));
  }
}

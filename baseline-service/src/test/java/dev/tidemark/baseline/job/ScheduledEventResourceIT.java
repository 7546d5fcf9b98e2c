package dev.tidemark.baseline.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.contract.Topics;
import dev.tidemark.embedded.BackingServices;
import dev.tidemark.embedded.TopicReader;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class ScheduledEventResourceIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @Test
  void anEventIsMadeReadListedAndDeletedAndEveryChangeIsInTheLog() throws Exception {
    // Given
    String uid = RestJobs.create("calendar", "");
    // When
    String id =
        schedule(
                "calendar",
                """
                {"name":"Backup","from":"2026-03-01T22:00:00+01:00","to":"2026-03-02T02:00:00+01:00",
                 "rrule":"FREQ=WEEKLY;BYDAY=SU","time_zone":"Europe/Berlin"}""")
            .statusCode(202)
            .header("Location", containsString("/api/v1/jobs/calendar/scheduled-events/"))
            .body("from", equalTo("2026-03-01T21:00:00Z"))
            .body("time_zone", equalTo("Europe/Berlin"))
            .body("series", nullValue())
            .extract()
            .path("id");
    // Then
    String path = "/api/v1/jobs/calendar/scheduled-events";
    given().get(path + "/" + id).then().statusCode(200).body("rrule", containsString("BYDAY=SU"));
    given().get(path).then().statusCode(200).body("scheduled_events.id", equalTo(List.of(id)));
    given().get("/api/v1/jobs/calendar").then().header("ETag", equalTo("\"2\""));
    // When
    given().delete(path + "/" + id).then().statusCode(202).body("name", equalTo("Backup"));
    // Then
    given().get(path).then().body("scheduled_events.size()", equalTo(0));
    given()
        .delete(path + "/" + id)
        .then()
        .statusCode(404)
        .body("type", equalTo("tag:tidemark.dev,2026:unknown-scheduled-event"));
    var records =
        TopicReader.read(
            servers, Topics.BUCKET_UPDATES, 2, record -> record.key().startsWith(uid + "/"));
    assertThat(changed(records.get(0).value()).getScheduledEventsCount()).isEqualTo(1);
    assertThat(changed(records.get(0).value()).getScheduledEvents(0).getId()).isEqualTo(id);
    assertThat(changed(records.get(1).value()).getScheduledEventsCount()).isZero();
  }

  private static dev.tidemark.proto.job.v1.Job changed(byte[] value) throws Exception {
    return BucketRecord.parseFrom(value).getCommand().getChange().getJob();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"rrule\":\"FREQ=HOURLY\"'|/rrule|none of DAILY",
        "'\"rrule\":\"FREQ=WEEKLY;BYDAY=FR\"'|/from|first one after it is 2026-03-06T10:00:00Z",
        "'\"rrule\":\"FREQ=DAILY\",\"time_zone\":\"Mars/Olympus\"'|/time_zone|no IANA time zone",
        "'\"time_zone\":\"Europe/Berlin\"'|/time_zone|only with rrule",
        "'\"series\":{\"detector\":1}'|/series/detector|has no detector 1",
        "'\"series\":{\"by_value\":\"dns\"}'|/series/by_value|has no by_field",
        "'\"series\":{\"by\":\"dns\"}'|/series/by|unknown",
        "'\"until\":\"2026-03-02T10:00:00Z\"'|/until|unknown"
      })
  void anEventThatCannotBeIsRefusedWithAPointer(String property, String pointer, String detail) {
    RestJobs.create("wrong-event-" + Integer.toHexString(property.hashCode()), "");
    schedule(
            "wrong-event-" + Integer.toHexString(property.hashCode()),
            "{\"name\":\"x\",\"from\":\"2026-03-02T10:00:00Z\",\"to\":\"2026-03-02T11:00:00Z\","
                + property
                + "}")
        .statusCode(400)
        .contentType(containsString("application/problem+json"))
        .body("type", equalTo("tag:tidemark.dev,2026:invalid-body"))
        .body("pointer", equalTo(pointer))
        .body("detail", containsString(detail));
  }

  @Test
  void timesThatCannotBeAreRefused() {
    RestJobs.create("wrong-times", "");
    schedule("wrong-times", "{\"name\":\"x\",\"to\":\"2026-03-02T10:00:00Z\"}")
        .statusCode(400)
        .body("pointer", equalTo("/from"));
    schedule("wrong-times", "{\"name\":\"x\",\"from\":\"2026-03-02T10:00:00\"}")
        .statusCode(400)
        .body("detail", containsString("with offset"));
    schedule(
            "wrong-times",
            "{\"name\":\"x\",\"from\":\"2026-03-02T10:00:00Z\",\"to\":\"2026-03-02T10:00:00Z\"}")
        .statusCode(400)
        .body("pointer", equalTo("/to"));
    schedule("nobody", "{}").statusCode(404);
  }

  @Test
  void bucketsUnderAnEventAreKeptWithItsNameAndNothingOfThemIsToldOrLearned() {
    // Given
    RestJobs.create("maintenance", "\"model_plot\":true");
    String body =
        "{\"name\":\"Load test\",\"from\":\"%s\",\"to\":\"%s\"}"
            .formatted(RestJobs.at(100), RestJobs.at(104));
    schedule("maintenance", body).statusCode(202);
    // When: a flood under the event, the same after it
    String backfill = RestJobs.begin("maintenance");
    RestJobs.send(
        "maintenance", backfill, 0, 106, bucket -> bucket >= 100 && bucket != 104 ? 1_000 : 100);
    // Then
    String buckets = "/api/v1/jobs/maintenance/buckets?from=" + RestJobs.at(100);
    await()
        .atMost(SOON)
        .untilAsserted(() -> given().get(buckets).then().body("buckets.size()", equalTo(6)));
    given()
        .get(buckets)
        .then()
        .body("buckets[0].actual", equalTo(1_000f))
        .body("buckets[0].unscored_reason", equalTo("scheduled_event"))
        .body("buckets[0].scheduled_event", equalTo("Load test"))
        .body("buckets[0].typical", notNullValue())
        .body("buckets[0].upper", notNullValue())
        .body("buckets[0].anomaly_score", nullValue())
        .body("buckets[3].scheduled_event", equalTo("Load test"))
        .body("buckets[4].scheduled_event", nullValue())
        .body("buckets[4].typical", lessThan(101f))
        .body("buckets[5].anomaly_score", equalTo(100f));
    given()
        .get("/api/v1/jobs/maintenance/records")
        .then()
        .body("records.size()", equalTo(1))
        .body("records[0].bucket_start", equalTo(RestJobs.at(105)));
    given()
        .get("/api/v1/jobs/maintenance/statistics")
        .then()
        .body("totals.scheduled_buckets", equalTo(4));
  }

  private static ValidatableResponse schedule(String job, String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/v1/jobs/" + job + "/scheduled-events")
        .then();
  }
}

package dev.tidemark.baseline.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class JobResourceIT {

  private static final String DETECTORS = "\"detectors\":[{\"function\":\"high_count\"}]";

  @Test
  void theShippedJobIsThereFromTheFirstStart() {
    given()
        .get("/api/v1/jobs/high_count_network_events")
        .then()
        .statusCode(200)
        .body("shipped", equalTo(true))
        .body("bucket_span", equalTo("15m"))
        .body("custom_rule.minimum_factor", equalTo(1.25f))
        .body("model_plot", equalTo(true))
        .body("influencers", hasItem("destination.as.organization.name"))
        .body("filter.all[0].in", hasItem("network"));
  }

  @Test
  void aJobIsCreatedReadAndListed() {
    // When
    create("created", "\"bucket_span\":\"60s\",\"liveness\":{\"exists\":\"source.ip\"}")
        .statusCode(201)
        .header("Location", containsString("/api/v1/jobs/created"))
        .header("ETag", equalTo("\"1\""));
    // Then
    given()
        .get("/api/v1/jobs/created")
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"1\""))
        .body("bucket_span", equalTo("1m"))
        .body("state", equalTo("closed"))
        .body("liveness.exists", equalTo("source.ip"))
        .body("live_from", nullValue())
        .body("uid", notNullValue());
    given().get("/api/v1/jobs?limit=1000").then().body("jobs.id", hasItem("created"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kql | \"event.category: network AND not source.ip : (10.0.0.0/8 or 192.168.0.0/16)\"",
        "dsl | {\"bool\":{\"filter\":[{\"term\":{\"event.category\":\"network\"}}],\"must_not\":[{\"range\":{\"destination.port\":{\"lt\":1024}}}]}}",
        "own | {\"all\":[{\"field\":\"destination.port\",\"in\":[53]},{\"not\":{\"field\":\"source.ip\",\"cidr\":\"10.1.2.3/8\"}}]}",
        "everything | {\"match_all\":{}}"
      })
  void aFilterIsShownAsItWasWrittenAndStaysThroughPatches(String id, String filter) {
    // Given
    String properties = "\"filter\":" + filter + ",\"liveness\":" + filter;
    create("filter-" + id, properties).statusCode(201);
    // When
    String patch = "{\"name\":\"renamed\",\"filter\":" + filter + "}";
    given()
        .contentType("application/merge-patch+json")
        .header("If-Match", "\"1\"")
        .body(patch)
        .patch("/api/v1/jobs/filter-" + id)
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"2\""));
    // Then
    String shown = given().get("/api/v1/jobs/filter-" + id).asString();
    assertThat(shown).contains(properties.substring(0, properties.indexOf(",\"liveness\"")));
    assertThat(shown).contains("\"liveness\":" + filter).contains("renamed");
  }

  @Test
  void aFilterMayBeSaidInOtherWordsButNeverMeansAnother() {
    create("rephrased", "\"filter\":{\"term\":{\"a\":\"b\"}}").statusCode(201);
    given()
        .contentType("application/merge-patch+json")
        .header("If-Match", "*")
        .body("{\"filter\":\"a : b\"}")
        .patch("/api/v1/jobs/rephrased")
        .then()
        .statusCode(200)
        .body("filter", equalTo("a : b"));
    given()
        .contentType("application/merge-patch+json")
        .header("If-Match", "*")
        .body("{\"filter\":\"a : c\"}")
        .patch("/api/v1/jobs/rephrased")
        .then()
        .statusCode(400)
        .body("pointer", equalTo("/filter"))
        .body("detail", containsString("never changes"));
  }

  @Test
  void aListIsReadPageByPage() {
    create("page-1", "").statusCode(201);
    create("page-2", "").statusCode(201);
    String cursor =
        given().get("/api/v1/jobs?limit=1").then().statusCode(200).extract().path("next_cursor");
    given()
        .get("/api/v1/jobs?limit=1&cursor=" + cursor)
        .then()
        .statusCode(200)
        .body("jobs.size()", equalTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"bucket_span\":\"7s\"'|/bucket_span|not in [10s, 1d]",
        "'\"bucket_span\":\"7m\"'|/bucket_span|nearest that do are 400s and 432s",
        "'\"shards\":65'|/shards|not in [1, 64]",
        "'\"shards\":\"1\"'|/shards|not a whole number",
        "'\"time_zone\":\"Mars/Olympus\"'|/time_zone|no IANA time zone",
        "'\"influencers\":[\"a\",\"a\"]'|/influencers/1|repeated",
        "'\"filter\":{\"all\":[{\"exists\":7}]}'|/filter/all/0/exists|not a text",
        "'\"filter\":{\"no\":1}'|/filter|a condition has one of",
        "'\"filter\":\"event.category : network and\"'|/filter|found the end (at character 29)",
        "'\"liveness\":\"network\"'|/liveness|a value without a field is not known here",
        "'\"filter\":{\"bool\":{\"must\":[{\"script\":{}}]}}'|/filter/bool/must/0/script|not known here",
        "'\"filter\":{\"field\":\"a\",\"cidr\":\"10.0.0.0/40\"}'|/filter/cidr|0 to 32 bits",
        "'\"frequency\":1'|/frequency|unknown",
        "'\"counts\":\"packets\"'|/counts|neither 'events' nor 'flows'",
        "'\"state\":\"live\"'|/state|read-only",
        "'\"custom_rule\":{\"minimum_factor\":-1}'|/custom_rule/minimum_factor|at least 0"
      })
  void aWrongDefinitionIsRefusedWithAPointer(String property, String pointer, String detail) {
    create("wrong", property)
        .statusCode(400)
        .contentType(containsString("application/problem+json"))
        .body("type", equalTo("tag:tidemark.dev,2026:invalid-job"))
        .body("pointer", equalTo(pointer))
        .body("detail", containsString(detail));
  }

  @Test
  void anUnsupportedFunctionIsRefusedNamingTheSupported() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"id\":\"rare\",\"detectors\":[{\"function\":\"rare\"}]}")
        .post("/api/v1/jobs")
        .then()
        .statusCode(400)
        .body("pointer", equalTo("/detectors/0/function"))
        .body("detail", containsString("high_distinct_count"))
        .body("detail", containsString("low_count"));
  }

  @ParameterizedTest
  @EnumSource(DetectorFunction.class)
  void everyFunctionIsTakenWithItsFieldAndSplitsAndShownAgain(DetectorFunction function) {
    // Given
    boolean field = function.measure().needsField();
    String id = "function-" + function.text();
    // When
    detector(
            id,
            function.text(),
            (field ? "\"field\":\"network.bytes\"," : "")
                + "\"by_field\":\"network.protocol\",\"partition_field\":\"observer.name\"")
        .statusCode(201);
    // Then
    given()
        .get("/api/v1/jobs/" + id)
        .then()
        .body("detectors[0].function", equalTo(function.text()))
        .body("detectors[0].field", field ? equalTo("network.bytes") : nullValue())
        .body("detectors[0].by_field", equalTo("network.protocol"))
        .body("detectors[0].partition_field", equalTo("observer.name"));
  }

  @ParameterizedTest
  @EnumSource(DetectorFunction.class)
  void aFieldThatIsMissingOrTooMuchIsRefusedWithAPointer(DetectorFunction function) {
    boolean needed = function.measure().needsField();
    detector("wrong", function.text(), needed ? "" : "\"field\":\"network.bytes\"")
        .statusCode(400)
        .contentType(containsString("application/problem+json"))
        .body("pointer", equalTo("/detectors/0/field"))
        .body(
            "detail",
            containsString(function.text() + (needed ? " needs a field" : " counts events")));
  }

  @ParameterizedTest
  @EnumSource(DetectorFunction.class)
  void theApiDescriptionNamesEveryFunction(DetectorFunction function) {
    given()
        .get("/q/openapi?format=json")
        .then()
        .body(matchesPattern("(?s).*[ (]" + function.text() + "[,)].*"));
  }

  private static ValidatableResponse detector(String id, String function, String more) {
    return given()
        .contentType(ContentType.JSON)
        .body(
            "{\"id\":\"%s\",\"detectors\":[{\"function\":\"%s\"%s}]}"
                .formatted(id, function, more.isEmpty() ? "" : "," + more))
        .post("/api/v1/jobs")
        .then();
  }

  @Test
  void aBodyThatIsNoJsonIsRefused() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"id\":")
        .post("/api/v1/jobs")
        .then()
        .statusCode(400)
        .body("type", equalTo("tag:tidemark.dev,2026:invalid-body"));
    given()
        .contentType(ContentType.JSON)
        .body("[".repeat(10_000))
        .post("/api/v1/jobs")
        .then()
        .statusCode(400);
  }

  @Test
  void aJobThatCountsFlowsSaysSo() {
    create("flows", "\"counts\":\"flows\"").statusCode(201).body("counts", equalTo("flows"));
    given().get("/api/v1/jobs/flows").then().body("counts", equalTo("flows"));
    create("events", "").body("counts", equalTo("events"));
  }

  @Test
  void anIdIsTakenOnce() {
    create("twice", "").statusCode(201);
    create("twice", "").statusCode(409).body("type", equalTo("tag:tidemark.dev,2026:job-exists"));
  }

  @Test
  void aPatchNeedsTheRevisionAndChangesOnlyWhatMayChange() {
    create("patched", "").statusCode(201);
    patch("patched", null, "{\"name\":\"x\"}").statusCode(428);
    patch("patched", "\"7\"", "{\"name\":\"x\"}").statusCode(412);
    patch("patched", "\"1\"", "{\"bucket_span\":\"1h\"}")
        .statusCode(400)
        .body("pointer", equalTo("/bucket_span"))
        .body("detail", containsString("create another job"));
    patch("patched", "\"1\"", "{\"counts\":\"flows\"}")
        .statusCode(400)
        .body("pointer", equalTo("/counts"));
    patch("patched", "\"1\"", "{\"name\":\"New\",\"allowed_lateness\":\"10s\"}")
        .statusCode(200)
        .header("ETag", equalTo("\"2\""))
        .body("name", equalTo("New"))
        .body("allowed_lateness", equalTo("10s"));
    patch("patched", "\"1\"", "{\"name\":\"y\"}").statusCode(412);
  }

  @Test
  void aJobIsOpenedClosedAndDeleted() {
    create("lifecycle", "\"bucket_span\":\"60s\"").statusCode(201);
    post("lifecycle", "open")
        .statusCode(200)
        .body("state", equalTo("live"))
        .body("live_from", notNullValue());
    String etag = post("lifecycle", "open").statusCode(200).extract().header("ETag");
    given()
        .delete("/api/v1/jobs/lifecycle")
        .then()
        .statusCode(409)
        .body("detail", containsString("close it first"));
    post("lifecycle", "close").statusCode(200).body("state", equalTo("closed"));
    given().delete("/api/v1/jobs/lifecycle").then().statusCode(204);
    given().get("/api/v1/jobs/lifecycle").then().statusCode(404);
    org.assertj.core.api.Assertions.assertThat(etag).isEqualTo("\"2\"");
  }

  @Test
  void whatIsUnknownIsSaid() {
    given()
        .get("/api/v1/jobs/nobody")
        .then()
        .statusCode(404)
        .body("type", equalTo("tag:tidemark.dev,2026:unknown-job"));
    given()
        .get("/api/v1/jobs?size=3")
        .then()
        .statusCode(400)
        .body("detail", equalTo("query parameter 'size' is unknown; known are cursor, limit"));
    given().get("/api/v1/jobs?limit=0").then().statusCode(400);
    given().get("/api/v1/jobs?cursor=xyz").then().statusCode(400);
    given().get("/api/v1/nothing").then().statusCode(404);
  }

  @Test
  void statisticsAndHealthAnswerForAJobThatNeverRan() {
    create("idle", "").statusCode(201);
    given()
        .get("/api/v1/jobs/idle/statistics")
        .then()
        .statusCode(200)
        .body("shards.size()", equalTo(0));
    given().get("/api/v1/jobs/idle/health").then().statusCode(200).body("status", equalTo("ok"));
  }

  private static ValidatableResponse create(String id, String more) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"id\":\"" + id + "\"," + DETECTORS + (more.isEmpty() ? "" : "," + more) + "}")
        .post("/api/v1/jobs")
        .then();
  }

  private static ValidatableResponse post(String id, String verb) {
    return given().post("/api/v1/jobs/" + id + "/" + verb).then();
  }

  private static ValidatableResponse patch(
      String id, @org.jspecify.annotations.Nullable String etag, String body) {
    var request = given().contentType("application/merge-patch+json").body(body);
    return (etag == null ? request : request.header("If-Match", etag))
        .patch("/api/v1/jobs/" + id)
        .then();
  }
}

package dev.tidemark.baseline.result;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.baseline.job.RestJobs;
import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a job can be patched while it works takes effect at a place of the log. */
@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class ModelPlotIT {

  @Test
  void typicalAndBoundsOfEveryBucketOfASeriesAreThereForAPlot() {
    // Given
    RestJobs.create("plotted", "\"model_plot\":true");
    // When
    RestJobs.send("plotted", RestJobs.begin("plotted"), 0, 50, bucket -> 100);
    RestJobs.awaitJudged("plotted", 49);
    // Then
    List<Float> typical = new ArrayList<>();
    String cursor = "";
    do {
      var page =
          given()
              .get(
                  "/api/v1/jobs/plotted/buckets?detector=0&partition_value=&by_value=&limit=20&from="
                      + RestJobs.at(1)
                      + cursor)
              .then()
              .statusCode(200)
              .body("buckets[0].actual", equalTo(100f))
              .body("buckets[0].lower", notNullValue())
              .body("buckets[0].upper", notNullValue())
              .extract();
      typical.addAll(page.<List<Float>>path("buckets.typical"));
      String next = page.path("next_cursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    assertThat(typical).hasSize(49).allSatisfy(value -> assertThat(value).isBetween(99f, 101f));
  }

  @Test
  void withoutAModelPlotTheyAreKeptForRecordsOnlyAndItCanBeSwitchedOn() {
    // Given
    RestJobs.create("unplotted", "");
    String backfill = RestJobs.begin("unplotted");
    RestJobs.send("unplotted", backfill, 0, 50, bucket -> bucket == 49 ? 1_000 : 100);
    RestJobs.awaitJudged("unplotted", 49);
    // When
    RestJobs.patch("unplotted", "{\"model_plot\":true}");
    RestJobs.send("unplotted", backfill, 50, 51, bucket -> 100);
    RestJobs.awaitJudged("unplotted", 50);
    // Then
    given()
        .get("/api/v1/jobs/unplotted/buckets?from=" + RestJobs.at(48))
        .then()
        .body("buckets[0].typical", nullValue())
        .body("buckets[0].upper", nullValue())
        .body("buckets[0].anomaly_score", notNullValue())
        .body("buckets[1].typical.toDouble()", closeTo(100, 1))
        .body("buckets[2].typical", notNullValue())
        .body("buckets[2].upper", notNullValue());
  }

  @Test
  void aCustomRuleThatIsPatchedSkipsFromItsPlaceInTheLogOn() {
    // Given
    RestJobs.create("ruled", "");
    String backfill = RestJobs.begin("ruled");
    RestJobs.send("ruled", backfill, 0, 51, bucket -> bucket == 50 ? 500 : 100);
    RestJobs.awaitJudged("ruled", 50);
    // When
    RestJobs.patch("ruled", "{\"custom_rule\":{\"minimum_factor\":6}}");
    RestJobs.send("ruled", backfill, 51, 53, bucket -> bucket == 52 ? 500 : 100);
    RestJobs.awaitJudged("ruled", 52);
    // Then
    given()
        .get("/api/v1/jobs/ruled/records")
        .then()
        .body("records.skipped", equalTo(List.of(false, true)));
  }
}

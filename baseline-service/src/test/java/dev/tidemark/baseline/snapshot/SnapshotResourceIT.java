package dev.tidemark.baseline.snapshot;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tidemark.baseline.job.RestJobs;
import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class SnapshotResourceIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int DAY = 96;

  @Inject Pool pool;

  @Test
  void aSnapshotIsTakenEveryDayKeptForTenAndRevertedTo() {
    // Given: what was known when the second day began
    String uid = RestJobs.create("snapshots", "\"model_plot\":true");
    String backfill = RestJobs.begin("snapshots");
    RestJobs.send("snapshots", backfill, 0, 2 * DAY, bucket -> 100);
    RestJobs.awaitJudged("snapshots", 2 * DAY - 1);
    String learned = models(uid);
    // When
    RestJobs.send("snapshots", backfill, 2 * DAY, 11 * DAY + 1, bucket -> 900);
    RestJobs.awaitJudged("snapshots", 11 * DAY);
    // Then
    given()
        .get("/api/v1/jobs/snapshots/snapshots")
        .then()
        .statusCode(200)
        .body("snapshots", hasSize(10))
        .body("snapshots[0].id", equalTo("2026-03-13"))
        .body("snapshots[0].taken_at", equalTo("2026-03-13T00:00:00Z"))
        .body("snapshots[0].complete", equalTo(true))
        .body("snapshots[0].series", equalTo(1))
        .body("snapshots[9].id", equalTo("2026-03-04"));
    assertThat(models(uid)).isNotEqualTo(learned);
    // When
    given()
        .post("/api/v1/jobs/snapshots/snapshots/2026-03-04/revert")
        .then()
        .statusCode(202)
        .body("id", equalTo("2026-03-04"));
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(models(uid)).isEqualTo(learned));
    given()
        .get("/api/v1/jobs/snapshots/statistics")
        .then()
        .body("totals.reverts", equalTo(1))
        .body("totals.buckets", equalTo(11 * DAY + 1));
    // When: the owner goes on with the models of the snapshot
    RestJobs.send("snapshots", backfill, 11 * DAY + 1, 11 * DAY + 2, bucket -> 100);
    RestJobs.awaitJudged("snapshots", 11 * DAY + 1);
    // Then
    float typical =
        given()
            .get("/api/v1/jobs/snapshots/buckets?from=" + RestJobs.at(11 * DAY + 1))
            .then()
            .extract()
            .path("buckets[0].typical");
    assertThat(typical).isBetween(90f, 110f);
  }

  @Test
  void aSnapshotThatIsUnknownOrNotCompleteIsRefused() {
    // Given
    String uid = RestJobs.create("refused-snapshots", "\"shards\":2");
    // Then
    given()
        .get("/api/v1/jobs/refused-snapshots/snapshots")
        .then()
        .statusCode(200)
        .body("snapshots", hasSize(0));
    given()
        .post("/api/v1/jobs/refused-snapshots/snapshots/2026-03-04/revert")
        .then()
        .statusCode(404)
        .body("type", equalTo("tag:tidemark.dev,2026:unknown-snapshot"));
    given().get("/api/v1/jobs/nobody/snapshots").then().statusCode(404);
    // When
    pool.preparedQuery(
            "INSERT INTO snapshot (job_uid, shard, taken_s, series) VALUES ($1, 0, $2, 0)")
        .executeAndAwait(Tuple.of(UUID.fromString(uid), 86_400L));
    // Then
    given()
        .post("/api/v1/jobs/refused-snapshots/snapshots/1970-01-02/revert")
        .then()
        .statusCode(409)
        .body("detail", containsString("Only 1 of 2 shards"));
  }

  private String models(String uid) {
    return pool.preparedQuery(
            "SELECT md5(string_agg(encode(model || usual, 'hex'), ',' ORDER BY detector)) FROM series"
                + " WHERE job_uid = $1")
        .executeAndAwait(Tuple.of(UUID.fromString(uid)))
        .iterator()
        .next()
        .getString(0);
  }
}

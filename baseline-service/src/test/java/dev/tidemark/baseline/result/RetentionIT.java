package dev.tidemark.baseline.result;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class RetentionIT {

  @Inject Pool pool;
  @Inject Retention retention;

  @Test
  void anOldMonthIsDroppedUnlessItIsTheNewestStretchOfAJob() throws Throwable {
    // Given
    bucket(job("replayed"), "2020-01-10");
    String followed = job("followed");
    bucket(followed, "2020-03-10");
    bucket(followed, "2026-03-10");
    // When
    VertxContextSupport.subscribeAndAwait(() -> retention.dropOldMonths().replaceWith(true));
    // Then
    assertThat(exists("bucket_2020_01")).as("all that a replay has").isTrue();
    assertThat(exists("bucket_2020_03")).as("long past for its job").isFalse();
    assertThat(exists("bucket_2026_03")).isTrue();
  }

  private static String job(String id) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"id\":\"" + id + "\",\"detectors\":[{\"function\":\"high_count\"}]}")
        .post("/api/v1/jobs")
        .then()
        .extract()
        .path("uid");
  }

  private void bucket(String uid, String day) throws Throwable {
    query("SELECT ensure_month('" + day + "')");
    query(
        "INSERT INTO bucket (job_uid, bucket_start, detector, partition_value, by_value, shard,"
            + " actual, revised, origin) VALUES ('"
            + uid
            + "', '"
            + day
            + " 00:00:00+00', 0, '', '', 0, 1, false, 'live')");
  }

  private boolean exists(String table) throws Throwable {
    return VertxContextSupport.subscribeAndAwait(
        () ->
            pool.query("SELECT to_regclass('" + table + "') IS NOT NULL")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0)));
  }

  private void query(String sql) throws Throwable {
    VertxContextSupport.subscribeAndAwait(() -> pool.query(sql).execute());
  }
}

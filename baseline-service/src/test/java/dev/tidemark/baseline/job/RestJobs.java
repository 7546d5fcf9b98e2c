package dev.tidemark.baseline.job;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Jobs and their history, as a user makes them: buckets of 15 minutes from a Monday on. */
public final class RestJobs {

  private static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration SPAN = Duration.ofMinutes(15);
  private static final Duration SOON = Duration.ofSeconds(30);

  private RestJobs() {}

  /** Start of a bucket. */
  public static String at(int bucket) {
    return FROM.plus(SPAN.multipliedBy(bucket)).toString();
  }

  /**
   * Creates a job that counts.
   *
   * @param more further properties, such as {@code "shards":2}; may be empty
   * @return its uid
   */
  public static String create(String id, String more) {
    return given()
        .contentType(ContentType.JSON)
        .body(
            "{\"id\":\"%s\",\"detectors\":[{\"function\":\"high_count\"}]%s}"
                .formatted(id, more.isEmpty() ? "" : "," + more))
        .post("/api/v1/jobs")
        .then()
        .statusCode(201)
        .extract()
        .path("uid");
  }

  /** Begins a backfill at bucket 0. */
  public static String begin(String job) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"from\":\"" + at(0) + "\"}")
        .post("/api/v1/jobs/" + job + "/backfills")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** Sends counts of buckets {@code [first, end)} to a backfill and has them judged. */
  public static void send(String job, String backfill, int first, int end, IntUnaryOperator count) {
    String session = "/api/v1/jobs/" + job + "/backfills/" + backfill;
    String counts =
        IntStream.range(first, end)
            .mapToObj(bucket -> at(bucket) + "," + count.applyAsInt(bucket))
            .collect(Collectors.joining("\n", "bucket_start,value\n", "\n"));
    given().contentType("text/csv").body(counts).post(session + "/counts").then().statusCode(202);
    given()
        .contentType(ContentType.JSON)
        .body("{\"until\":\"" + at(end) + "\"}")
        .post(session + "/advance")
        .then()
        .statusCode(202);
  }

  /** Waits until a bucket is judged. */
  public static void awaitJudged(String job, int bucket) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                given()
                    .get("/api/v1/jobs/" + job + "/buckets?from=" + at(bucket))
                    .then()
                    .body("buckets.size()", equalTo(1)));
  }

  /** Patches a job, whatever its revision. */
  public static void patch(String job, String patch) {
    given()
        .contentType("application/merge-patch+json")
        .header("If-Match", "*")
        .body(patch)
        .patch("/api/v1/jobs/" + job)
        .then()
        .statusCode(200);
  }
}

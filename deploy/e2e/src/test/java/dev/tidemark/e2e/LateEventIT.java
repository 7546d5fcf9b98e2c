package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.e2e.suite.Events;
import dev.tidemark.e2e.suite.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes after its bucket was closed by the live watermark is merged into it. */
class LateEventIT {

  private static final String JOB = "late";
  private static final Duration SPAN = Duration.ofSeconds(10);
  private static final BucketSpan BUCKETS = new BucketSpan(SPAN);
  private static final Duration SOON = Duration.ofMinutes(1);

  private static Suite suite;

  @BeforeAll
  static void start() {
    suite = Suite.start(LateEventIT.class);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void aLateEventRepairsItsBucketAndNoOther() {
    // Given a live job whose bucket is closed
    createLiveJob();
    Events events = new Events(1);
    Instant start = BUCKETS.floor(Instant.now());
    suite.live().send("on-time", Events.body(events.between("a", start, start.plus(SPAN), 40)));
    await().atMost(SOON).until(() -> bucket(start).isPresent());
    assertThat(bucket(start).orElseThrow().path("actual").asInt()).isEqualTo(40);
    assertThat(bucket(start).orElseThrow().path("revised").asBoolean()).isFalse();
    List<JsonNode> before = others(start);
    // When
    suite.live().send("late", Events.body(events.between("a", start, start.plus(SPAN), 7)));
    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(bucket(start).orElseThrow().path("actual").asInt()).isEqualTo(47));
    assertThat(bucket(start).orElseThrow().path("revised").asBoolean()).isTrue();
    assertThat(others(start)).containsAll(before);
    JsonNode statistics = suite.tidemark().job(JOB).orElseThrow();
    assertThat(statistics.path("state").asText()).isEqualTo("live");
  }

  /** History up to now: the job then is live in the bucket that is open, not a minute ahead. */
  private static void createLiveJob() {
    suite
        .tidemark()
        .baseline()
        .post(
            "/api/v1/jobs",
            Map.of(
                "id",
                JOB,
                "bucket_span",
                SPAN.toSeconds() + "s",
                "allowed_lateness",
                "1s",
                "detectors",
                List.of(Map.of("function", "high_count"))))
        .orThrow();
    // The session must end in the very bucket that it has advanced to.
    await()
        .atMost(SOON)
        .until(
            () -> BUCKETS.floor(Instant.now().plusSeconds(7)).equals(BUCKETS.floor(Instant.now())));
    Instant from = BUCKETS.floor(Instant.now()).minus(SPAN.multipliedBy(30));
    String backfill = suite.tidemark().beginBackfill(JOB, from, false);
    Events events = new Events(2);
    Instant now = BUCKETS.floor(Instant.now());
    for (Instant at = from; at.isBefore(now); at = at.plus(SPAN)) {
      byte[] body = Events.body(events.between("a", at, at.plus(SPAN), 40));
      suite.historyOf(JOB).send("history/" + at, body);
    }
    suite.tidemark().advance(JOB, backfill, now);
    suite.tidemark().end(JOB, backfill, true);
    await()
        .atMost(SOON)
        .until(
            () -> suite.tidemark().backfill(JOB, backfill).path("state").asText().equals("ended"));
  }

  private static Optional<JsonNode> bucket(Instant start) {
    return suite.tidemark().buckets(JOB).stream()
        .filter(bucket -> Instant.parse(bucket.path("bucket_start").asText()).equals(start))
        .findFirst();
  }

  private static List<JsonNode> others(Instant start) {
    return suite.tidemark().buckets(JOB).stream()
        .filter(bucket -> !Instant.parse(bucket.path("bucket_start").asText()).equals(start))
        .toList();
  }
}

package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.e2e.suite.Events;
import dev.tidemark.e2e.suite.LiveJob;
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
    LiveJob.create(suite, JOB, BUCKETS, Map.of());
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

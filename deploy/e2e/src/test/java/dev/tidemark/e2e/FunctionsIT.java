package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.e2e.suite.Events;
import dev.tidemark.e2e.suite.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Functions other than high counts, from an event to an alert that says the right side. */
class FunctionsIT {

  private static final String JOB = "functions";
  private static final Duration SPAN = Duration.ofMinutes(15);
  private static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");
  private static final int BUCKETS_A_DAY = 96;

  /** Long enough for rules to alert in full. */
  private static final int USUAL = 15 * BUCKETS_A_DAY;

  private static final int SILENT = USUAL;
  private static final int GAP = USUAL + 6;
  private static final int STRANGE = USUAL + 12;
  private static final int END = USUAL + 13;
  private static final Duration SOON = Duration.ofMinutes(2);

  private static Suite suite;

  @BeforeAll
  static void start() {
    suite = Suite.start(FunctionsIT.class);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void silenceAMeanAndDistinctValuesAreToldWithTheirSideAndAGapIsNot() {
    // Given
    createJobAndRule();
    String backfill = suite.tidemark().beginBackfill(JOB, FROM, true);
    // When
    play();
    suite.tidemark().advance(JOB, backfill, start(END));
    // Then
    await()
        .atMost(SOON)
        .until(() -> suite.tidemark().judgedUntil(JOB, backfill).equals(start(END)));
    assertThat(suite.tidemark().records(JOB, 75).stream().map(FunctionsIT::inShort))
        .containsExactlyInAnyOrder(
            "low_count " + start(SILENT) + " low",
            "distinct_count " + start(SILENT) + " low",
            "mean " + start(STRANGE) + " high",
            "distinct_count " + start(STRANGE) + " high");
    assertThat(suite.tidemark().records(JOB, 75))
        .allSatisfy(
            record -> {
              assertThat(record.path("series_watched").asInt()).isEqualTo(3);
              assertThat(record.path("job_score").asDouble())
                  .isGreaterThan(75)
                  .isLessThan(record.path("anomaly_score").asDouble());
            });
    assertThat(bucketsAt(GAP)).isZero();
    // The mean of nothing is no bucket, the other two are zero.
    assertThat(bucketsAt(SILENT)).isEqualTo(2);
    await().atMost(SOON).untilAsserted(() -> assertThat(summaries()).hasSize(4));
    assertThat(summaries())
        .anySatisfy(
            summary ->
                assertThat(summary)
                    .startsWith("0 network events in 15 min, 100 % below the usual "))
        .anySatisfy(
            summary ->
                assertThat(summary)
                    .startsWith("0 different values of destination.ip in 15 min, 100 % below"))
        .anySatisfy(
            summary ->
                assertThat(summary)
                    .startsWith("a mean network.bytes of 90,000 in 15 min, ")
                    .contains(" times the usual "))
        .anySatisfy(
            summary ->
                assertThat(summary)
                    .startsWith("60 different values of destination.ip in 15 min, ")
                    .contains(" times the usual "));
  }

  private static void createJobAndRule() {
    suite
        .tidemark()
        .baseline()
        .post(
            "/api/v1/jobs",
            Map.of(
                "id",
                JOB,
                "detectors",
                List.of(
                    Map.of("function", "low_count"),
                    Map.of("function", "mean", "field", "network.bytes"),
                    Map.of("function", "distinct_count", "field", "destination.ip"))))
        .orThrow();
    suite
        .tidemark()
        .alert()
        .post("/api/v1/rules", Map.of("id", JOB, "name", "Functions", "jobs", List.of(JOB)))
        .orThrow();
  }

  private static void play() {
    Events events = new Events(5);
    SplittableRandom random = new SplittableRandom(5);
    List<String> lines = new ArrayList<>();
    for (int bucket = 0; bucket < END; bucket++) {
      if (bucket == STRANGE) {
        lines.addAll(large());
      } else if (bucket != SILENT && bucket != GAP) {
        int count = 18 + random.nextInt(5);
        lines.addAll(events.between("gateway", start(bucket), start(bucket + 1), count));
      }
      if (bucket % BUCKETS_A_DAY == BUCKETS_A_DAY - 1 || bucket == END - 1) {
        suite.historyOf(JOB).send("until/" + bucket, Events.body(lines));
        lines.clear();
      }
    }
    suite.historyOf(JOB).heartbeats(List.of(start(SILENT)));
  }

  /** 60 events of 90,000 bytes, each to another address. */
  private static List<String> large() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add(
          "{\"@timestamp\":\"%s\",\"destination\":{\"ip\":\"203.0.113.%d\"},\"network\":{\"bytes\":90000}}"
              .formatted(start(STRANGE), i));
    }
    return lines;
  }

  private static Instant start(int bucket) {
    return FROM.plus(SPAN.multipliedBy(bucket));
  }

  private static String inShort(JsonNode record) {
    return record.path("series").path("function").asText()
        + " "
        + record.path("bucket_start").asText()
        + " "
        + record.path("side").asText();
  }

  private static long bucketsAt(int bucket) {
    return suite.tidemark().buckets(JOB).stream()
        .filter(b -> Instant.parse(b.path("bucket_start").asText()).equals(start(bucket)))
        .count();
  }

  private static List<String> summaries() {
    return suite.tidemark().alerts(JOB).stream()
        .map(alert -> alert.path("summary").asText())
        .toList();
  }
}

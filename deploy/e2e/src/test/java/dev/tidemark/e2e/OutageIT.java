package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.e2e.suite.Groups;
import dev.tidemark.e2e.suite.Replay;
import dev.tidemark.e2e.suite.Suite;
import dev.tidemark.local.ServiceProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each service in turn is killed, and frozen until the others think it dead, in the midst of a
 * replay with keys. Afterwards all is as if nothing had happened.
 */
class OutageIT {

  private static final String DISTURBED = "disturbed";
  private static final String CALM = "calm";
  private static final Duration SOON = Duration.ofMinutes(2);

  /** Longer than a Kafka transaction lives whose producer is frozen. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(12);

  private static final int QUIET_STEPS = 16;
  private static final int OUTAGES = 9;
  private static final int STEPS = QUIET_STEPS + OUTAGES;
  private static final int BUCKETS_A_STEP = 24;

  private static Suite suite;
  private static Groups groups;

  @BeforeAll
  static void start() {
    suite = Suite.start(OutageIT.class, options -> options.withBaselineInstances(2));
    groups = new Groups(suite.stack().kafka().bootstrapServers());
  }

  @AfterAll
  static void stop() {
    groups.close();
    suite.close();
  }

  @Test
  void whateverIsKilledOrFrozenEveryEventCountsOnceAndEveryAlertExistsOnce() {
    // Given
    createRule();
    Replay calm = replay(CALM);
    IntStream.range(0, STEPS).forEach(calm::play);
    calm.end();
    Replay disturbed = replay(DISTURBED);
    IntStream.range(0, QUIET_STEPS).forEach(disturbed::play);
    // When
    int step = QUIET_STEPS;
    for (String name : List.of("ingest-service", "baseline-service", "baseline-service-2")) {
      killDuring(disturbed, step++, name);
    }
    for (String name : List.of("scoring-service", "alert-service")) {
      killDuring(disturbed, step++, name);
    }
    freezeDuring(disturbed, step++, "ingest-service", () -> !isReady("ingest-service"));
    freezeDuring(
        disturbed, step++, "baseline-service-2", () -> groups.members("baseline-service") == 1);
    freezeDuring(disturbed, step++, "scoring-service", OutageIT::someoneWaitsForScores);
    freezeDuring(disturbed, step, "alert-service", () -> groups.members("alert-service") == 0);
    disturbed.end();
    // Then
    assertThat(disturbed.acknowledged()).isEqualTo(calm.acknowledged());
    assertThat(total(CALM)).isEqualTo(calm.acknowledged());
    assertThat(total(DISTURBED)).isEqualTo(disturbed.acknowledged());
    assertThat(disturbed.results()).isEqualTo(calm.results());
    assertThat(openings(CALM)).hasSizeGreaterThanOrEqualTo(OUTAGES);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(openings(DISTURBED)).isEqualTo(openings(CALM)));
  }

  /** A flood in every step that is disturbed. */
  private static Replay replay(String job) {
    Set<Integer> floods =
        IntStream.range(QUIET_STEPS, STEPS)
            .mapToObj(step -> step * BUCKETS_A_STEP + 10)
            .collect(Collectors.toSet());
    Replay replay = new Replay(suite, job, STEPS, 8, floods);
    replay.begin();
    return replay;
  }

  private static void createRule() {
    suite
        .tidemark()
        .alert()
        .post(
            "/api/v1/rules",
            Map.of(
                "id",
                "floods",
                "name",
                "Floods",
                "jobs",
                List.of(CALM, DISTURBED),
                "anomaly_threshold",
                75))
        .orThrow();
  }

  private static void killDuring(Replay replay, int step, String name) {
    ServiceProcess service = suite.stack().service(name);
    CompletableFuture<Void> playing = CompletableFuture.runAsync(() -> replay.play(step));
    service.kill();
    service.start();
    service.awaitReady();
    playing.join();
  }

  private static void freezeDuring(Replay replay, int step, String name, BooleanSupplier noticed) {
    ServiceProcess service = suite.stack().service(name);
    service.freeze();
    CompletableFuture<Void> playing = CompletableFuture.runAsync(() -> replay.play(step));
    await().atMost(SOON).until(noticed::getAsBoolean);
    service.thaw();
    service.awaitReady();
    playing.join();
  }

  /** Both shares of the partitions hold some of the job's shards, or only one of them does. */
  private static boolean someoneWaitsForScores() {
    return !isReady("baseline-service") || !isReady("baseline-service-2");
  }

  private static boolean isReady(String name) {
    return suite.stack().service(name).isReady(ANSWER_WITHIN);
  }

  private static long total(String job) {
    return suite.tidemark().buckets(job).stream()
        .mapToLong(bucket -> bucket.path("actual").asLong())
        .sum();
  }

  private static List<Instant> openings(String job) {
    return suite.tidemark().alerts(job).stream()
        .map((JsonNode alert) -> Instant.parse(alert.path("bucket_start").asText()))
        .sorted()
        .toList();
  }
}

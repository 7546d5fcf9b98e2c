package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Topics;
import dev.tidemark.e2e.suite.Events;
import dev.tidemark.e2e.suite.Suite;
import dev.tidemark.embedded.TopicReader;
import dev.tidemark.local.demo.WebhookReceiver;
import dev.tidemark.local.demo.WebhookReceiver.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * From a network event to a delivered alert, with nothing but what is shipped: the job, the rule,
 * four weeks of counts, then an attack.
 */
class StoryIT {

  private static final String JOB = "high_count_network_events";
  private static final String RULE = "spike-in-network-traffic";
  private static final Duration SPAN = Duration.ofMinutes(15);
  private static final BucketSpan BUCKETS = new BucketSpan(SPAN);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int ATTACK = 2_000;

  private static Suite suite;
  private static WebhookReceiver receiver;

  @BeforeAll
  static void start() {
    suite = Suite.start(StoryIT.class);
    receiver = new WebhookReceiver();
  }

  @AfterAll
  static void stop() {
    receiver.close();
    suite.close();
  }

  @Test
  void anAttackIsToldOnceWithAllItsEvidence() {
    // Given
    registerReceiver();
    awaitShippedJob();
    learnFourWeeks();
    awaitRoomInTheBucket();
    assertThat(receiver.received()).isEmpty();
    // When
    Instant now = Instant.now();
    suite.live().send("attack", Events.body(new Events(1).attack("gateway", now, ATTACK)));
    // Then
    await().atMost(SOON).until(() -> !receiver.received().isEmpty());
    Notification told = receiver.received().getFirst();
    assertThat(told.type()).isEqualTo("alert.opened");
    List<JsonNode> alerts = suite.tidemark().alerts(JOB);
    assertThat(alerts).hasSize(1);
    assertThat(told.data().path("id").asText()).isEqualTo(alerts.getFirst().path("id").asText());
    evidenceIsThere(alerts.getFirst().path("id").asText());
    theDecisionIsExplained();
    theTopicHasIt(alerts.getFirst().path("id").asText());
    itCanBeClosedWithAReason(alerts.getFirst().path("id").asText());
    assertThat(receiver.forged()).isZero();
  }

  private static void registerReceiver() {
    JsonNode webhook =
        suite
            .tidemark()
            .alert()
            .post("/api/v1/webhooks", Map.of("name", "e2e", "url", receiver.url().toString()))
            .orThrow();
    receiver.trust(webhook.path("secret").asText());
  }

  private static void awaitShippedJob() {
    await()
        .atMost(SOON)
        .until(
            () ->
                suite
                    .tidemark()
                    .job(JOB)
                    .map(job -> job.path("state").asText().equals("live"))
                    .orElse(false));
  }

  private static void learnFourWeeks() {
    Instant end = BUCKETS.floor(Instant.now());
    Instant from = end.minus(Duration.ofDays(28));
    String backfill = suite.tidemark().beginBackfill(JOB, from, false);
    String path = "/api/v1/jobs/" + JOB + "/backfills/" + backfill + "/counts";
    suite
        .tidemark()
        .baseline()
        .post(
            path,
            counts(from, end).getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Type", "text/csv", "Idempotency-Key", "counts"))
        .orThrow();
    suite.tidemark().advance(JOB, backfill, end);
    suite.tidemark().end(JOB, backfill, true);
    await()
        .atMost(SOON)
        .until(
            () -> suite.tidemark().backfill(JOB, backfill).path("state").asText().equals("ended"));
  }

  /** More by day than by night, fewer at the weekend, some noise. */
  private static String counts(Instant from, Instant end) {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder csv = new StringBuilder("bucket_start,value\n");
    for (Instant at = from; at.isBefore(end); at = at.plus(SPAN)) {
      double hour = at.getEpochSecond() % 86_400 / 3_600.0;
      double weekend = at.getEpochSecond() / 86_400 % 7 / 2 == 1 ? 0.6 : 1;
      double usual = weekend * (100 - 50 * Math.cos(hour / 24 * 2 * Math.PI));
      csv.append(at).append(',').append(Math.round(usual * (0.9 + 0.2 * random.nextDouble())));
      csv.append('\n');
    }
    return csv.toString();
  }

  /** So that the attack falls into one bucket. */
  private static void awaitRoomInTheBucket() {
    await()
        .atMost(SOON)
        .until(
            () ->
                BUCKETS.floor(Instant.now().plusSeconds(20)).equals(BUCKETS.floor(Instant.now())));
  }

  private static void evidenceIsThere(String id) {
    JsonNode alert = suite.tidemark().alert().get("/api/v1/alerts/" + id).orThrow();
    assertThat(alert.path("job").path("id").asText(alert.path("job").asText())).isEqualTo(JOB);
    assertThat(alert.path("rule").path("id").asText()).isEqualTo(RULE);
    assertThat(alert.path("status").asText()).isEqualTo("open");
    assertThat(alert.path("severity").asText()).isEqualTo("low");
    assertThat(alert.path("score").asDouble()).isGreaterThanOrEqualTo(75);
    assertThat(alert.path("actual").asDouble()).isEqualTo(ATTACK);
    assertThat(alert.path("typical").asDouble()).isBetween(20.0, 200.0);
    assertThat(alert.path("upper").asDouble()).isLessThan(ATTACK);
    assertThat(alert.path("actual_last_week").asDouble()).isPositive();
    assertThat(alert.path("rule").path("threat").toString())
        .contains("TA0010", "T1041", "TA0007", "T1046", "TA0043", "T1595", "TA0040", "T1498");
    assertThat(alert.path("influencers").toString()).contains("10.0.0.99");
    assertThat(alert.path("companions").size()).isPositive();
    assertThat(alert.path("explanation").path("weekly").asBoolean()).isTrue();
    assertThat(Duration.between(Instant.parse(alert.path("bucket_start").asText()), Instant.now()))
        .isLessThan(SPAN.plus(SOON));
  }

  private static void theDecisionIsExplained() {
    JsonNode decisions =
        suite.tidemark().alert().get("/api/v1/decisions?job=" + JOB + "&alerted=true").orThrow();
    assertThat(decisions.path("decisions").size()).isPositive();
    assertThat(decisions.path("decisions").path(0).path("rule_id").asText()).isEqualTo(RULE);
  }

  private static void theTopicHasIt(String id) {
    String servers = suite.stack().kafka().bootstrapServers();
    byte[] event = TopicReader.read(servers, Topics.ALERTS, 1, _ -> true).getFirst().value();
    assertThat(new String(event, StandardCharsets.UTF_8)).contains("\"specversion\":\"1.0\"", id);
  }

  private static void itCanBeClosedWithAReason(String id) {
    suite
        .tidemark()
        .alert()
        .post(
            "/api/v1/alerts/" + id + "/status",
            Map.of("status", "closed", "reason", "true_positive", "note", "exfiltration, stopped"))
        .orThrow();
    JsonNode alert = suite.tidemark().alert().get("/api/v1/alerts/" + id).orThrow();
    assertThat(alert.path("status").asText()).isEqualTo("closed");
    assertThat(alert.path("history").toString()).contains("exfiltration, stopped", "local");
  }
}

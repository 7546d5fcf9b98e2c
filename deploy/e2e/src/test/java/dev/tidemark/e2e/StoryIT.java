package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.e2e.suite.Replay;
import dev.tidemark.e2e.suite.Results;
import dev.tidemark.e2e.suite.Suite;
import dev.tidemark.e2e.suite.Traffic;
import dev.tidemark.e2e.suite.WebhookReceiver;
import dev.tidemark.e2e.suite.WebhookReceiver.Received;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** From a network event to a delivered alert, with the job and the rule that are there at the first start. */
class StoryIT {

  private static final String JOB = "high_count_network_events";
  private static final String RULE = "spike-in-network-traffic";
  private static final Duration SPAN = Duration.ofMinutes(15);
  private static final Duration COUNTED = Duration.ofDays(21);
  private static final Duration PLAYED = Duration.ofHours(12);
  private static final Traffic TRAFFIC = new Traffic(7, 120, SPAN);
  private static final int ATTACK = 4_000;

  private final Suite suite = Suite.shared();

  @Test
  void anAttackIsAlertedOnceAndNothingElseIs() throws IOException {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      // Given
      awaitJobStartedByItsRule();
      shortenLateness();
      suite.createWebhook("story", receiver);
      long sent = playHistoryAndGoLive();

      // When
      Instant now = Instant.now();
      List<String> attack = new ArrayList<>();
      for (int i = 0; i < ATTACK; i++) {
        attack.add(Traffic.event(now, "198.51.100.66", new SplittableRandom(i)));
      }
      suite.send(attack);

      // Then
      Received opened = awaitOpened(receiver);
      assertThat(opened.genuine()).as("signature").isTrue();
      JsonNode alert = onlyAlert();
      assertEvidence(alert);
      work(alert.path("id").asText());
      assertThat(receiver.received()).filteredOn(r -> r.type().equals("alert.opened")).hasSize(1);
      assertThat(receiver.received()).allMatch(Received::genuine);
      assertThat(Results.total(suite, JOB))
          .as("every acknowledged event of a closed bucket counts once")
          .isGreaterThanOrEqualTo(sent);
    }
  }

  private void awaitJobStartedByItsRule() {
    Awaitility.await("the rule has started its job")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(suite.baseline().get("/api/v1/jobs/" + JOB).body().path("state").asText())
                    .isEqualTo("live"));
  }

  private void shortenLateness() throws IOException {
    String etag = suite.baseline().get("/api/v1/jobs/" + JOB).expect(200).etag();
    suite
        .baseline()
        .patch("/api/v1/jobs/" + JOB, "{\"allowed_lateness\":\"2s\"}", etag)
        .expect(200, 202);
  }

  private long playHistoryAndGoLive() throws IOException {
    Instant now = Suite.floor(Instant.now(), SPAN);
    Instant played = now.minus(PLAYED);
    Instant start = played.minus(COUNTED);
    Replay replay = Replay.start(suite, JOB, start, true);
    List<String> lines = new ArrayList<>();
    long total = 0;
    for (Instant at = start; at.isBefore(played); at = at.plus(SPAN)) {
      int value = TRAFFIC.usual(at);
      lines.add(at + "," + value);
      total += value;
    }
    replay.sendCounts(lines, total);
    replay.advance(played);
    for (Instant at = played; at.isBefore(now); at = at.plus(SPAN)) {
      replay.send(TRAFFIC.events(at));
    }
    replay.advance(now);
    replay.end(true);
    return replay.acknowledged();
  }

  private static Received awaitOpened(WebhookReceiver receiver) {
    return Awaitility.await("the webhook")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> receiver.received().stream().filter(r -> r.type().equals("alert.opened")).toList(),
            opened -> !opened.isEmpty())
        .getFirst();
  }

  private JsonNode onlyAlert() throws IOException {
    List<JsonNode> alerts = suite.alert().all("/api/v1/alerts?job=" + JOB, "alerts");
    assertThat(alerts).hasSize(1);
    return suite.alert().get("/api/v1/alerts/" + alerts.getFirst().path("id").asText()).expect(200).body();
  }

  private static void assertEvidence(JsonNode alert) {
    assertThat(alert.path("rule").toString()).contains(RULE);
    assertThat(alert.path("origin").asText()).isEqualTo("live");
    assertThat(alert.path("severity").asText()).isEqualTo("low");
    assertThat(alert.toString()).contains("198.51.100.66", "T1041");
  }

  private void work(String id) throws IOException {
    String etag = suite.alert().get("/api/v1/alerts/" + id).expect(200).etag();
    suite.changeStatus(id, "acknowledged", etag).expect(200);
    JsonNode after = suite.alert().get("/api/v1/alerts/" + id).expect(200).body();
    assertThat(after.path("status").asText()).isEqualTo("acknowledged");
    assertThat(after.path("history").toString()).contains("acknowledged", "local");
  }
}

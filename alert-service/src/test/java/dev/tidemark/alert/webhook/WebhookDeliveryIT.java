package dev.tidemark.alert.webhook;

import static dev.tidemark.alert.webhook.Receiver.status;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.tidemark.alert.store.NotificationWakeup;
import dev.tidemark.alert.webhook.policy.AttemptResult;
import dev.tidemark.alert.webhook.policy.Verdict;
import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class WebhookDeliveryIT {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Inject MovableClock time;
  @Inject Clock clock;
  @Inject FakeNames names;
  @Inject Notifications notifications;
  @Inject DeliveryQueue queue;
  @Inject Retention retention;
  @Inject NotificationWakeup wakeup;

  private final Receiver receiver = new Receiver();
  private final String alert = Notifications.newAlert();
  private final String rule = Notifications.ruleOf(alert);
  private final List<String> created = new ArrayList<>();

  @BeforeEach
  void freezeTime() {
    time.freeze();
  }

  @AfterEach
  void removeWebhooksAndResetTime() {
    created.forEach(id -> given().delete("/api/v1/webhooks/" + id));
    time.reset();
  }

  @Test
  void aNotificationIsSentOnceAndItsSignatureHolds() throws Exception {
    // Given
    receiver.answers(status(204));
    String webhook = create(receiver.url());
    // When
    notifications.commit(alert, 1, "opened");
    // Then
    awaitStatus(webhook, 0, "delivered");
    assertThat(receiver.requests()).hasSize(1);
    LoggedRequest request = receiver.requests().getFirst();
    assertThat(request.getHeader("webhook-signature")).isEqualTo(expectedSignature(request));
    assertThat(request.getHeader("webhook-id"))
        .isEqualTo(deliveries(webhook).getString("deliveries[0].id"));
    JsonPath body = new JsonPath(request.getBodyAsString());
    assertThat(body.getString("type")).isEqualTo("alert.opened");
    assertThat(body.getString("data.id")).isEqualTo(alert);
    assertThat(Instant.parse(body.getString("timestamp")))
        .isBetween(clock.instant().minusSeconds(1), clock.instant().plusSeconds(60));
  }

  @Test
  void aFailingReceiverIsTriedByTheScheduleWithTheSameId() {
    // Given
    receiver.answers(
        status(500), status(302).withHeader("Location", "/"), status(404), status(200));
    String webhook = create(receiver.url());
    // When
    notifications.commit(alert, 1, "opened");
    for (int seconds : new int[] {1, 5, 15}) {
      awaitNextAttemptIn(webhook, Duration.ofSeconds(seconds));
      advance(Duration.ofSeconds(seconds));
    }
    // Then
    awaitStatus(webhook, 0, "delivered");
    assertThat(deliveries(webhook).<Integer>getList("deliveries[0].attempts.status_code"))
        .containsExactly(500, 302, 404, 200);
    assertThat(receiver.requests()).hasSize(4);
    assertThat(receiver.requests().stream().map(r -> r.getHeader("webhook-id")).distinct())
        .hasSize(1);
  }

  @Test
  void notificationsOfAnAlertStayInOrderWhileOtherAlertsGoOn() {
    // Given
    receiver.answers(status(503), status(200));
    String webhook = create(receiver.url());
    notifications.commit(alert, 1, "opened");
    awaitNextAttemptIn(webhook, Duration.ofSeconds(1));
    // When
    notifications.commit(alert, 2, "score_rose");
    notifications.commit(alert, 3, "recovered");
    String other = Notifications.newAlert();
    notifications.commit(other, rule, 1, "opened", "live");
    await().until(() -> received().contains(other + " 1 alert.opened"));
    advance(Duration.ofSeconds(1));
    // Then
    await().until(() -> received().contains(alert + " 3 alert.recovered"));
    assertThat(received().stream().filter(line -> line.startsWith(alert)))
        .containsExactly(
            alert + " 1 alert.opened",
            alert + " 1 alert.opened",
            alert + " 2 alert.updated",
            alert + " 3 alert.recovered");
  }

  @Test
  void goneDisablesTheWebhookAndWhatIsPendingDies() {
    // Given
    receiver.answers(status(500), status(410), status(200));
    String webhook = create(receiver.url());
    notifications.commit(alert, 1, "opened");
    notifications.commit(alert, 2, "recovered");
    awaitNextAttemptIn(webhook, Duration.ofSeconds(1));
    // When
    advance(Duration.ofSeconds(1));
    // Then
    awaitStatus(webhook, 1, "dead");
    awaitStatus(webhook, 0, "dead");
    given()
        .get("/api/v1/webhooks/" + webhook)
        .then()
        .body("enabled", is(false))
        .body("disabled_reason", containsString("410"));
    retry(deliveries(webhook).getString("deliveries[0].id"), 409);
    // Enabled again, a dead letter can be sent again.
    given().post("/api/v1/webhooks/" + webhook + "/enable").then().statusCode(200);
    retry(deliveries(webhook).getString("deliveries[0].id"), 202);
    awaitStatus(webhook, 0, "delivered");
  }

  @Test
  void whatTheReceiverWillNotTakeIsADeadLetterThatAPersonCanSendAgain() {
    // Given
    receiver.answers(status(422).withBody("x".repeat(10_000)), status(200));
    String webhook = create(receiver.url());
    notifications.commit(alert, 1, "opened");
    awaitStatus(webhook, 0, "dead");
    JsonPath dead = deliveries(webhook);
    assertThat(dead.getString("deliveries[0].reason")).contains("422");
    assertThat(dead.getString("deliveries[0].attempts[0].response")).hasSize(2048);
    // When
    retry(dead.getString("deliveries[0].id"), 202);
    // Then
    awaitStatus(webhook, 0, "delivered");
    retry(dead.getString("deliveries[0].id"), 409);
    retry("msg_unknown", 404);
  }

  @Test
  void aReceiverThatAsksToWaitIsWaitedFor() {
    // Given
    receiver.answers(status(429).withHeader("Retry-After", "120"), status(200));
    String webhook = create(receiver.url());
    // When
    notifications.commit(alert, 1, "opened");
    // Then
    awaitNextAttemptIn(webhook, Duration.ofMinutes(2));
    advance(Duration.ofMinutes(2));
    awaitStatus(webhook, 0, "delivered");
  }

  @Test
  void aReceiverThatDoesNotAnswerInTimeIsTriedAgain() {
    // Given
    receiver.answers(status(200).withFixedDelay(3000), status(200));
    String webhook = create(receiver.url());
    // When
    notifications.commit(alert, 1, "opened");
    // Then
    awaitNextAttemptIn(webhook, Duration.ofSeconds(1));
    assertThat(deliveries(webhook).getString("deliveries[0].attempts[0].error"))
        .isEqualTo("no answer within 1 s");
    advance(Duration.ofSeconds(1));
    awaitStatus(webhook, 0, "delivered");
  }

  @Test
  void redirectsAreNotFollowed() {
    // Given
    Receiver elsewhere = new Receiver().answers(status(200));
    receiver.answers(status(307).withHeader("Location", elsewhere.url()));
    String webhook = create(receiver.url());
    // When
    notifications.commit(alert, 1, "opened");
    // Then
    awaitNextAttemptIn(webhook, Duration.ofSeconds(1));
    assertThat(elsewhere.requests()).isEmpty();
  }

  @Test
  void aNameThatLaterPointsInwardsIsRefusedAndNamesTheSetting() {
    // Given
    names.point("rebind.test", "93.184.216.34");
    String webhook = create("http://rebind.test/hook");
    names.point("rebind.test", "10.0.0.5");
    // When
    notifications.commit(alert, 1, "opened");
    // Then
    awaitStatus(webhook, 0, "dead");
    assertThat(deliveries(webhook).getString("deliveries[0].reason"))
        .contains("rebind.test", "10.0.0.5", "TIDEMARK_ALERT_WEBHOOK_ALLOW_PRIVATE");
  }

  @Test
  void theConnectionGoesToTheAddressThatWasCheckedAndTheHostHeaderKeepsTheName() {
    // Given
    names.point("hook.test", "127.0.0.1");
    receiver.answers(status(200));
    String webhook = create("http://hook.test:" + Receiver.port() + receiver.path());
    // When
    notifications.commit(alert, 1, "opened");
    // Then
    awaitStatus(webhook, 0, "delivered");
    assertThat(receiver.requests().getFirst().getHeader("Host"))
        .isEqualTo("hook.test:" + Receiver.port());
  }

  @Test
  void whatADeadInstanceHeldIsSentByAnotherWithTheSameId() {
    // Given
    receiver.answers(status(200));
    String webhook = create(receiver.url());
    String id = heldByADeadInstance(webhook);
    assertThat(claimedAt(clock.instant())).doesNotContain(id);
    // When
    advance(Duration.ofSeconds(61));
    // Then
    awaitStatus(webhook, 0, "delivered");
    assertThat(receiver.requests()).hasSize(1);
    assertThat(receiver.requests().getFirst().getHeader("webhook-id")).isEqualTo(id);
  }

  @Test
  void theOutcomeOfALostLeaseChangesNothing() {
    // Given
    receiver.answers(status(200));
    String webhook = create(receiver.url());
    String id = heldByADeadInstance(webhook);
    Claimed stale =
        new Claimed(id, webhook, "another claim", receiver.url(), "", 1, clock.instant(), "{}");
    AttemptResult result = AttemptResult.failed("late");
    Verdict verdict = new Verdict.Dead("late");
    // When
    boolean recorded =
        queue
            .record(stale, new Attempt(clock.instant(), Duration.ZERO, result), verdict)
            .await()
            .atMost(Duration.ofSeconds(10));
    // Then
    assertThat(recorded).isFalse();
    assertThat(deliveries(webhook).getString("deliveries[0].status")).isEqualTo("pending");
  }

  @Test
  void historyAndWhatAPersonDidAndOtherRulesAreNotSent() {
    // Given
    receiver.answers(status(200));
    String webhook = create(receiver.url());
    Receiver otherReceiver = new Receiver().answers(status(200));
    String other = create(otherReceiver.url(), Map.of("rules", List.of("another-rule")));
    Receiver criticalReceiver = new Receiver().answers(status(200));
    String critical =
        create(criticalReceiver.url(), Map.of("rules", List.of(rule), "min_severity", "critical"));
    // When
    notifications.commit(Notifications.newAlert(), rule, 1, "opened", "history");
    notifications.commit(alert, 1, "status_changed");
    notifications.commit(alert, 2, "opened");
    // Then
    awaitStatus(webhook, 0, "delivered");
    assertThat(deliveries(webhook).getList("deliveries")).hasSize(1);
    assertThat(deliveries(other).getList("deliveries")).isEmpty();
    assertThat(deliveries(critical).getList("deliveries")).isEmpty();
  }

  @Test
  void twoInstancesNeverClaimTheSameAndOnlyTheFirstOfEachAlert() {
    // Given
    receiver.answers(status(200));
    String webhook = create(receiver.url());
    Instant later = clock.instant().plus(Duration.ofHours(1));
    List<String> firsts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String each = Notifications.newAlert();
      firsts.add(madeByHand(webhook, each, later, later));
      madeByHand(webhook, each, later, later);
    }
    Map<String, Integer> none = Map.of();
    // When
    var both =
        Uni.join()
            .all(
                queue.claim(later, new DeliveryQueue.Lease("a", later.plusSeconds(60)), none, 9),
                queue.claim(later, new DeliveryQueue.Lease("b", later.plusSeconds(60)), none, 9))
            .andFailFast()
            .await()
            .atMost(Duration.ofSeconds(10));
    // Then
    List<String> claimed =
        both.stream()
            .flatMap(List::stream)
            .filter(c -> c.webhookId().equals(webhook))
            .map(Claimed::id)
            .toList();
    assertThat(claimed).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(firsts);
    assertThat(claimed.size()).isLessThanOrEqualTo(18);
  }

  @Test
  void deliveriesAreForgottenAfterThirtyDays() {
    // Given
    receiver.answers(status(200));
    String webhook = create(receiver.url());
    long id = notifications.commit(alert, 1, "opened");
    awaitStatus(webhook, 0, "delivered");
    String count = "SELECT count(*)::text FROM notification WHERE id = $1";
    await().until(() -> !isUnpublished(id));
    // When
    time.advance(Duration.ofDays(29));
    retention.run().await().atMost(Duration.ofSeconds(10));
    String before = notifications.read(count, id);
    time.advance(Duration.ofDays(2));
    retention.run().await().atMost(Duration.ofSeconds(10));
    // Then
    assertThat(before).isEqualTo("1");
    assertThat(notifications.read(count, id)).isEqualTo("0");
    assertThat(deliveries(webhook).getList("deliveries")).isEmpty();
  }

  private boolean isUnpublished(long id) {
    return notifications
        .read("SELECT (published_at IS NULL)::text FROM notification WHERE id = $1", id)
        .equals("true");
  }

  private void advance(Duration by) {
    time.advance(by);
    wakeup.wake();
  }

  private List<String> received() {
    return receiver.requests().stream()
        .map(request -> new JsonPath(request.getBodyAsString()))
        .map(b -> b.getString("data.id") + " " + b.getInt("data.n") + " " + b.getString("type"))
        .toList();
  }

  /** A delivery that an instance claimed just before it died. */
  private String heldByADeadInstance(String webhook) {
    Instant now = clock.instant();
    return madeByHand(webhook, alert, now, now.plusSeconds(60));
  }

  /** A delivery made by hand, so that the running service does not send it at once. */
  private String madeByHand(String webhook, String ofAlert, Instant due, Instant claimedUntil) {
    long notification = notifications.commit(ofAlert, 1, "status_changed");
    String id = FanOut.deliveryId(notification, webhook);
    notifications.execute(
        "WITH told AS (UPDATE notification SET kind = 'opened', fanned_out_at = now() WHERE id ="
            + " $3::bigint RETURNING id) INSERT INTO delivery (id, webhook_id, notification_id,"
            + " alert_id, status, created_at, due_since, next_attempt_at, claim, claimed_until)"
            + " SELECT $1, $2, told.id, $4, 'pending', $5, $5, $5, 'dead', $6 FROM told",
        id,
        webhook,
        notification,
        ofAlert,
        Columns.timestamp(due),
        Columns.timestamp(claimedUntil));
    return id;
  }

  private List<String> claimedAt(Instant now) {
    return queue
        .claim(now, new DeliveryQueue.Lease("test", now), Map.of(), 4)
        .map(claimed -> claimed.stream().map(Claimed::id).toList())
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  private String create(String url) {
    return create(url, Map.of("rules", List.of(rule)));
  }

  private String create(String url, Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.putAll(Map.of("name", "test", "url", url, "secret", SECRET));
    String id =
        given()
            .contentType("application/json")
            .body(body)
            .post("/api/v1/webhooks")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    created.add(id);
    return id;
  }

  private static void retry(String delivery, int expected) {
    given().post("/api/v1/deliveries/" + delivery + "/retry").then().statusCode(expected);
  }

  private static JsonPath deliveries(String webhook) {
    return given()
        .get("/api/v1/webhooks/" + webhook + "/deliveries")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static void awaitStatus(String webhook, int index, String status) {
    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(webhook).getString("deliveries[" + index + "].status"))
                    .isEqualTo(status));
  }

  /** Waits until the newest attempt has failed and the next one is due after a wait. */
  private void awaitNextAttemptIn(String webhook, Duration wait) {
    await()
        .untilAsserted(
            () -> {
              JsonPath json = deliveries(webhook);
              int last = json.getList("deliveries").size() - 1;
              assertThat(last).isNotNegative();
              String delivery = "deliveries[" + last + "].";
              List<String> attempts = json.getList(delivery + "attempts.at");
              assertThat(attempts).isNotEmpty();
              Instant next = Instant.parse(json.getString(delivery + "next_attempt_at"));
              Instant attempt = Instant.parse(attempts.getLast());
              assertThat(Duration.between(attempt, next)).isEqualTo(wait);
            });
  }

  private static String expectedSignature(LoggedRequest request) throws Exception {
    byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed =
        request.getHeader("webhook-id")
            + "."
            + request.getHeader("webhook-timestamp")
            + "."
            + request.getBodyAsString();
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(signature);
  }
}

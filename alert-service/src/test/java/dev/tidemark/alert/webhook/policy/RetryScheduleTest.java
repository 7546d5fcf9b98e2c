package dev.tidemark.alert.webhook.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {

  private static final Instant DUE = Instant.parse("2026-03-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void everySuccessIsDelivered(int status) {
    assertThat(verdict(1, DUE, answered(status))).isEqualTo(new Verdict.Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void whatWouldBeRefusedAgainIsDeadAtOnce(int status) {
    assertThat(verdict(1, DUE, answered(status)))
        .isInstanceOfSatisfying(
            Verdict.Dead.class,
            dead -> assertThat(dead.reason()).contains(Integer.toString(status)));
  }

  @Test
  void goneEndsTheWebhook() {
    assertThat(verdict(1, DUE, answered(410))).isInstanceOf(Verdict.Gone.class);
  }

  @Test
  void aRefusedTargetIsDeadAtOnceWithTheReason() {
    assertThat(verdict(1, DUE, AttemptResult.refused("set THIS")))
        .isEqualTo(new Verdict.Dead("set THIS"));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 5", "3, 15", "4, 60", "5, 300"})
  void theFirstWaitsAreFixed(int attempt, long seconds) {
    for (int status : List.of(301, 302, 401, 404, 408, 429, 500, 503)) {
      assertThat(verdict(attempt, DUE, answered(status)))
          .as("status %d", status)
          .isEqualTo(new Verdict.Retry(DUE.plusSeconds(seconds)));
    }
    assertThat(verdict(attempt, DUE, AttemptResult.failed("connection refused")))
        .isEqualTo(new Verdict.Retry(DUE.plusSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void aReceiverThatNeverAnswersIsTriedForADayThenGivenUp(long seed) {
    // Given
    String delivery = "msg_" + seed;
    List<Instant> attempts = new ArrayList<>();
    Verdict verdict = new Verdict.Retry(DUE);
    // When
    while (verdict instanceof Verdict.Retry retry) {
      attempts.add(retry.at());
      AttemptResult timeout = AttemptResult.failed("no answer within 15 s");
      verdict =
          RetrySchedule.after(delivery, attempts.size(), DUE, retry.at().plusSeconds(15), timeout);
    }
    // Then
    assertThat(verdict).isInstanceOf(Verdict.Dead.class);
    assertThat(attempts).hasSizeBetween(90, 110);
    assertThat(Duration.between(DUE, attempts.getLast()))
        .isBetween(Duration.ofHours(23).plusMinutes(40), Duration.ofHours(24));
    for (int i = 6; i < attempts.size(); i++) {
      assertThat(Duration.between(attempts.get(i - 1), attempts.get(i)).minusSeconds(15))
          .isBetween(Duration.ofSeconds(810), Duration.ofSeconds(990));
    }
  }

  @Test
  void jitterDiffersBetweenDeliveriesAndIsTheSameEachTime() {
    assertThat(RetrySchedule.delay("msg_a", 9)).isEqualTo(RetrySchedule.delay("msg_a", 9));
    assertThat(RetrySchedule.delay("msg_a", 9)).isNotEqualTo(RetrySchedule.delay("msg_b", 9));
    assertThat(RetrySchedule.delay("msg_a", 9)).isNotEqualTo(RetrySchedule.delay("msg_a", 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aReceiverThatAsksToWaitIsWaitedFor(int status) {
    AttemptResult asks =
        AttemptResult.answered(status, Optional.of(Duration.ofMinutes(2)), "slow down");
    assertThat(verdict(1, DUE, asks)).isEqualTo(new Verdict.Retry(DUE.plusSeconds(120)));
    assertThat(verdict(5, DUE, asks)).isEqualTo(new Verdict.Retry(DUE.plusSeconds(300)));
  }

  @Test
  void otherAnswersMayNotAskToWait() {
    AttemptResult asks =
        AttemptResult.answered(500, Optional.of(Duration.ofMinutes(2)), "slow down");
    assertThat(verdict(1, DUE, asks)).isEqualTo(new Verdict.Retry(DUE.plusSeconds(1)));
  }

  @Test
  void aWaitBeyondTheDayIsGivenUpAtOnceAndSaysSo() {
    AttemptResult asks = AttemptResult.answered(503, Optional.of(Duration.ofHours(25)), "");
    assertThat(verdict(1, DUE, asks))
        .isInstanceOfSatisfying(
            Verdict.Dead.class,
            dead -> assertThat(dead.reason()).contains("2026-03-02T01:00:00Z", "24 h"));
  }

  @Test
  void retryAfterIsReadAsSecondsAndAsADate() {
    assertThat(RetryAfter.parse(" 120 ", DUE)).contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Sun, 01 Mar 2026 00:02:00 GMT", DUE))
        .contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Sat, 28 Feb 2026 00:02:00 GMT", DUE)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "1.5", "soon", "٣", "2026-03-01T00:02:00Z"})
  void whatIsNeitherSecondsNorADateIsIgnored(String header) {
    assertThat(RetryAfter.parse(header, DUE)).isEmpty();
  }

  @Test
  void anEndlessNumberOfSecondsStaysInRange() {
    Duration wait = RetryAfter.parse("9".repeat(400), DUE).orElseThrow();
    AttemptResult asks = AttemptResult.answered(429, Optional.of(wait), "");
    assertThat(verdict(1, DUE, asks)).isInstanceOf(Verdict.Dead.class);
  }

  private static Verdict verdict(int attempt, Instant now, AttemptResult result) {
    return RetrySchedule.after("msg_x", attempt, DUE, now, result);
  }

  private static AttemptResult answered(int status) {
    return AttemptResult.answered(status, Optional.empty(), "");
  }
}

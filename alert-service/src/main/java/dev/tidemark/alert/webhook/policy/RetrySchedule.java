package dev.tidemark.alert.webhook.policy;

import dev.tidemark.contract.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a notification is sent again: after 1 s, 5 s, 15 s, 1 min, 5 min, then every 15 min give or
 * take a tenth, until 24 h after it was first due. 410 ends the webhook; 400, 413 and 422 end the
 * delivery, since the same body would be refused again; 429 and 503 are waited for as asked.
 */
public final class RetrySchedule {

  /** How long after it was first due a notification is given up. */
  public static final Duration GIVE_UP_AFTER = Duration.ofHours(24);

  private static final List<Duration> FIRST =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5));

  private static final Duration THEN = Duration.ofMinutes(15);
  private static final double JITTER = 0.1;

  private static final int BAD_REQUEST = 400;
  private static final int GONE = 410;
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private RetrySchedule() {}

  /**
   * Judges an attempt.
   *
   * @param deliveryId the delivery; spreads the waits of many deliveries
   * @param attempt number of the attempt since it was first due, from 1
   * @param due when it was first due, or was sent again by a person
   * @param now when the attempt ended
   * @param result what came of it
   */
  public static Verdict after(
      String deliveryId, int attempt, Instant due, Instant now, AttemptResult result) {
    if (result.ok()) {
      return new Verdict.Delivered();
    }
    if (result.refused()) {
      return new Verdict.Dead(result.described());
    }
    Integer status = result.statusCode();
    if (status == null) {
      return retry(delay(deliveryId, attempt), due, now, result);
    }
    return switch (status) {
      case GONE -> new Verdict.Gone("the receiver answered 410: it is gone for good");
      case BAD_REQUEST, CONTENT_TOO_LARGE, UNPROCESSABLE ->
          new Verdict.Dead("the receiver answered " + status + ": it will not take this body");
      case TOO_MANY_REQUESTS, UNAVAILABLE ->
          retry(longer(delay(deliveryId, attempt), result.retryAfter()), due, now, result);
      default -> retry(delay(deliveryId, attempt), due, now, result);
    };
  }

  /**
   * The wait after a failed attempt, the same each time it is asked for.
   *
   * @param attempt number of the attempt that failed, from 1
   */
  public static Duration delay(String deliveryId, int attempt) {
    if (attempt <= FIRST.size()) {
      return FIRST.get(attempt - 1);
    }
    return THEN.plusMillis(
        StrictMath.round(THEN.toMillis() * JITTER * spread(deliveryId, attempt)));
  }

  private static Verdict retry(Duration wait, Instant due, Instant now, AttemptResult result) {
    Instant next = now.plus(wait);
    Instant end = due.plus(GIVE_UP_AFTER);
    if (next.isAfter(end)) {
      return new Verdict.Dead(
          "given up after 24 h; the last attempt "
              + result.described()
              + (result.retryAfter() == null ? "" : " and asked to wait until " + next));
    }
    return new Verdict.Retry(next);
  }

  private static Duration longer(Duration scheduled, @Nullable Duration asked) {
    return asked != null && asked.compareTo(scheduled) > 0 ? asked : scheduled;
  }

  /** In [-1, 1], even over deliveries and attempts. */
  private static double spread(String deliveryId, int attempt) {
    String hash = Identity.derive("retry", deliveryId, Integer.toString(attempt));
    return Long.parseLong(hash.substring(0, 8), 16) / (double) 0xFFFF_FFFFL * 2 - 1;
  }
}

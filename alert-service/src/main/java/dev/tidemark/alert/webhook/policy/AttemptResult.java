package dev.tidemark.alert.webhook.policy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt: an answer, or none.
 *
 * @param statusCode of the answer; null if there was none
 * @param error what went wrong without an answer; null if there was one
 * @param retryAfter how long the receiver asks us to wait; null if it does not
 * @param response the beginning of the answer's body; null if there was none
 * @param refused whether the target policy refused the target, so that nothing was sent
 */
public record AttemptResult(
    @Nullable Integer statusCode,
    @Nullable String error,
    @Nullable Duration retryAfter,
    @Nullable String response,
    boolean refused) {

  /** The receiver answered. */
  public static AttemptResult answered(
      int statusCode, Optional<Duration> retryAfter, String response) {
    return new AttemptResult(statusCode, null, retryAfter.orElse(null), response, false);
  }

  /** There was no answer. */
  public static AttemptResult failed(String error) {
    return new AttemptResult(null, error, null, null, false);
  }

  /** The target may not be reached. */
  public static AttemptResult refused(String why) {
    return new AttemptResult(null, why, null, null, true);
  }

  /** Whether the receiver took it. */
  public boolean ok() {
    return statusCode != null && statusCode / 100 == 2;
  }

  /** What a person wants to read. */
  public String described() {
    return statusCode != null ? "answered " + statusCode : String.valueOf(error);
  }
}

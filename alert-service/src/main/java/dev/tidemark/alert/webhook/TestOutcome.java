package dev.tidemark.alert.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * What came of a test notification.
 *
 * @param delivered whether the receiver took it
 * @param statusCode of the answer; null if there was none
 * @param error what went wrong without an answer; null if there was one
 * @param durationMs how long it took, in milliseconds
 * @param response the first 2 KiB of the answer; null if there was none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TestOutcome(
    boolean delivered,
    @Nullable Integer statusCode,
    @Nullable String error,
    long durationMs,
    @Nullable String response) {

  static TestOutcome of(Attempt attempt) {
    return new TestOutcome(
        attempt.result().ok(),
        attempt.result().statusCode(),
        attempt.result().error(),
        attempt.took().toMillis(),
        attempt.result().response());
  }
}

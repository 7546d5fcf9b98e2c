package dev.tidemark.alert.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as REST shows it.
 *
 * @param id its id, sent as webhook-id
 * @param webhookId where it goes
 * @param alertId the alert it tells about
 * @param type type in the body, for example {@code alert.opened}
 * @param status {@code pending}, {@code delivered} or {@code dead}
 * @param reason why it is dead; null otherwise
 * @param createdAt when it was made
 * @param nextAttemptAt when it is tried again; null unless pending
 * @param finishedAt when it was delivered or given up; null while pending
 * @param attempts what was tried, oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DeliveryView(
    String id,
    String webhookId,
    String alertId,
    String type,
    String status,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant finishedAt,
    List<AttemptView> attempts) {

  /** Copies the attempts. */
  public DeliveryView {
    attempts = List.copyOf(attempts);
  }

  /**
   * One attempt.
   *
   * @param number from 1
   * @param at when it began
   * @param durationMs how long it took, in milliseconds
   * @param statusCode of the answer; null if there was none
   * @param error what went wrong without an answer; null if there was one
   * @param response the first 2 KiB of the answer; null if there was none
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record AttemptView(
      int number,
      Instant at,
      long durationMs,
      @Nullable Integer statusCode,
      @Nullable String error,
      @Nullable String response) {}

  /**
   * A page of deliveries.
   *
   * @param deliveries newest first
   * @param nextCursor asks for the next page; null on the last one
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Page(List<DeliveryView> deliveries, @Nullable String nextCursor) {

    /** Copies the deliveries. */
    public Page {
      deliveries = List.copyOf(deliveries);
    }
  }
}

package dev.tidemark.alert.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as REST shows it.
 *
 * @param id its id
 * @param name what people call it
 * @param url where it is
 * @param rules ids of the rules whose alerts are sent; empty for all
 * @param minSeverity lowest severity that is sent; null for all
 * @param enabled whether anything is sent
 * @param disabledReason why not; null while enabled
 * @param createdAt when it was created
 * @param createdBy by whom
 * @param secret what notifications are signed with; only in the answer to its creation
 */
@JsonNaming(SnakeCaseStrategy.class)
public record WebhookView(
    String id,
    String name,
    String url,
    List<String> rules,
    @Nullable String minSeverity,
    boolean enabled,
    @Nullable String disabledReason,
    Instant createdAt,
    String createdBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

  /** Copies the rules. */
  public WebhookView {
    rules = List.copyOf(rules);
  }

  static WebhookView of(Webhook webhook) {
    return of(webhook, null);
  }

  static WebhookView of(Webhook webhook, @Nullable String secret) {
    return new WebhookView(
        webhook.id(),
        webhook.name(),
        webhook.url(),
        webhook.filter().rules().stream().sorted().toList(),
        webhook.filter().minSeverity(),
        webhook.enabled(),
        webhook.disabledReason(),
        webhook.createdAt(),
        webhook.createdBy(),
        secret);
  }

  @Override
  public String toString() {
    return "WebhookView[" + id + "]";
  }

  /**
   * A page of webhooks.
   *
   * @param webhooks in the order of their ids
   * @param nextCursor asks for the next page; null on the last one
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Page(List<WebhookView> webhooks, @Nullable String nextCursor) {

    /** Copies the webhooks. */
    public Page {
      webhooks = List.copyOf(webhooks);
    }
  }
}

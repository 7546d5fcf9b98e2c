package dev.tidemark.alert.webhook;

import java.time.Instant;
import java.util.Optional;

/** What a webhook is told, by what happened to the alert. */
final class NotificationKind {

  /** Type of a test notification. */
  static final String TEST = "webhook.test";

  private NotificationKind() {}

  /**
   * The type in the body.
   *
   * @param kind of the notification, as in its table
   * @return empty for what is not told to webhooks: what a person did to the alert
   */
  static Optional<String> typeOf(String kind) {
    return switch (kind) {
      case "opened" -> Optional.of("alert.opened");
      case "score_rose", "severity_rose" -> Optional.of("alert.updated");
      case "recovered" -> Optional.of("alert.recovered");
      case "test" -> Optional.of(TEST);
      default -> Optional.empty();
    };
  }

  /** The body: the same bytes in every attempt. */
  static String body(String type, Instant at, String data) {
    return "{\"type\":\"" + type + "\",\"timestamp\":\"" + at + "\",\"data\":" + data + "}";
  }
}

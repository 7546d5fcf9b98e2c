package dev.tidemark.alert.topic;

import dev.tidemark.contract.Identity;
import java.time.Instant;

/**
 * A notification as a CloudEvents 1.0 event in structured JSON.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">the
 *     specification</a>
 */
final class CloudEvent {

  /** Media type of the structured mode. */
  static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

  private static final String TYPE_PREFIX = "dev.tidemark.alert.";
  private static final String SOURCE = "urn:tidemark:alert-service";

  private CloudEvent() {}

  /**
   * Writes an event.
   *
   * @param notificationId gives the event its id, so that one published twice has the same
   * @param alertId the subject; has no characters that JSON escapes
   * @param kind what happened, for example {@code opened}
   * @param sequence of the notification in its alert; orders the events of a subject
   * @param origin {@code live} or {@code history}
   * @param at when it happened
   * @param data the alert, as JSON
   */
  static String json(
      long notificationId,
      String alertId,
      String kind,
      long sequence,
      String origin,
      Instant at,
      String data) {
    return "{\"specversion\":\"1.0\",\"id\":\""
        + Identity.derive("alert-event", Long.toString(notificationId), alertId)
        + "\",\"source\":\""
        + SOURCE
        + "\",\"type\":\""
        + typeOf(kind)
        + "\",\"subject\":\""
        + alertId
        + "\",\"time\":\""
        + at
        + "\",\"datacontenttype\":\"application/json\",\"sequence\":\""
        + sequence
        + "\",\"origin\":\""
        + origin
        + "\",\"data\":"
        + data
        + "}";
  }

  private static String typeOf(String kind) {
    return TYPE_PREFIX
        + switch (kind) {
          case "score_rose", "severity_rose" -> "updated";
          default -> kind;
        };
  }
}

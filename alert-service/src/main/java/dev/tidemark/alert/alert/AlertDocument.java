package dev.tidemark.alert.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.alert.ops.Links;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as a document, for REST and notifications: its state, the evidence of its highest record
 * in full view, and below what was known at the opening and last.
 */
@Singleton
public class AlertDocument {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Links links;

  /** Documents with links. */
  public AlertDocument(Links links) {
    this.links = links;
  }

  /** The document with all its evidence. */
  public ObjectNode full(AlertEntity alert) {
    ObjectNode document = brief(alert);
    document.set("opening", read(alert.opening));
    document.set("latest", read(alert.latest));
    return document;
  }

  /** The document without what was known at the opening and last. */
  ObjectNode brief(AlertEntity alert) {
    ObjectNode evidence = (ObjectNode) read(alert.peak);
    ObjectNode document = state(alert);
    document.set("summary", orNull(evidence.remove("summary")));
    document.set("rule", read(alert.rule));
    document.setAll(evidence);
    document.withObject("/links").put("alert", links.alert(alert.id));
    return document;
  }

  /** The document with the history of what people did. */
  ObjectNode withHistory(AlertEntity alert, List<AlertChange> changes) {
    ObjectNode document = full(alert);
    ArrayNode history = document.putArray("history");
    changes.forEach(change -> add(history.addObject(), change));
    return document;
  }

  private static ObjectNode state(AlertEntity alert) {
    ObjectNode document = JSON.createObjectNode();
    document.put("id", alert.id).put("kind", alert.kind);
    document.put("status", alert.status);
    putIfThere(document, "close_reason", alert.closeReason);
    putIfThere(document, "teaching", alert.teaching);
    document.put("state", alert.recoveredAt == null ? "active" : "recovered");
    document.put("severity", alert.worst().word()).put("risk_score", alert.riskScore);
    document.put("score", alert.score);
    document.put("origin", alert.origin).put("delayed", alert.isDelayed());
    document.put("delay_s", alert.delaySeconds);
    document.put("opened_bucket", alert.openedBucket.toString());
    document.put("opened_at", alert.openedAt.toString());
    document.put("updated_at", alert.updatedAt.toString());
    putIfThere(document, "recovered_at", alert.recoveredAt);
    putIfThere(document, "ended_bucket", alert.endedBucket);
    return document;
  }

  private static void add(ObjectNode node, AlertChange change) {
    node.put("at", change.at.toString()).put("actor", change.actor);
    node.put("from", change.fromStatus).put("to", change.toStatus);
    putIfThere(node, "reason", change.reason);
    putIfThere(node, "note", change.note);
  }

  private static void putIfThere(ObjectNode node, String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
  }

  private static JsonNode orNull(@Nullable JsonNode node) {
    return node == null ? JSON.nullNode() : node;
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("evidence is not readable", e);
    }
  }
}

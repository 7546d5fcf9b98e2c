package dev.tidemark.alert.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an alert says of its rule: enough to understand it when the rule has changed. */
final class RuleSnapshot {

  private static final ObjectMapper JSON = new ObjectMapper();

  private RuleSnapshot() {}

  static String json(String id, RuleDefinition rule) throws JsonProcessingException {
    ObjectNode node = JSON.createObjectNode().put("id", id);
    node.setAll((ObjectNode) JSON.valueToTree(rule));
    node.remove("setup");
    node.remove("jobs");
    return JSON.writeValueAsString(node);
  }
}

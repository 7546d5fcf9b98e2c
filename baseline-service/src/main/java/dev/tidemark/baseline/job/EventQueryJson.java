package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.baseline.definition.EventQuery;
import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Conditions;
import dev.tidemark.contract.query.Kql;
import dev.tidemark.contract.query.KqlException;
import org.jspecify.annotations.Nullable;

/**
 * Which events are meant, as people may say it: a text in KQL, an object of Elasticsearch's query
 * language, told by its only property, or an object of our own form. It is shown again as it was
 * written.
 */
final class EventQueryJson {

  private EventQueryJson() {}

  /** Reads what a person sent; faults point into it, behind the given pointer. */
  static EventQuery read(String pointer, JsonNode node) {
    String written = node.toString();
    if (written.length() > Conditions.MAX_LENGTH) {
      throw new InvalidDefinition(
          pointer, "this is longer than " + Conditions.MAX_LENGTH + " characters");
    }
    Condition condition = condition(pointer, node);
    if (Conditions.depth(condition) > Conditions.MAX_DEPTH) {
      throw new InvalidDefinition(
          pointer, "conditions are nested deeper than " + Conditions.MAX_DEPTH);
    }
    return new EventQuery(condition, written);
  }

  private static Condition condition(String pointer, JsonNode node) {
    if (node.isTextual()) {
      return kql(pointer, node.asText());
    }
    return QueryDsl.isMeant(node)
        ? QueryDsl.read(pointer, node, QueryLimits.strict())
        : ConditionJson.read(pointer, node, QueryLimits.strict());
  }

  private static Condition kql(String pointer, String text) {
    try {
      return Kql.parse(text);
    } catch (KqlException fault) {
      throw new InvalidDefinition(pointer, "this is not KQL: " + fault.getMessage());
    }
  }

  /** Shows it as it was written. */
  static JsonNode write(EventQuery query) {
    String written = query.written();
    return written == null ? ConditionJson.write(query.condition()) : JobJson.tree(written);
  }

  /**
   * What the table has.
   *
   * @param condition in our own form, as JSON; null: all events
   * @param written null: not kept
   */
  static @Nullable EventQuery stored(@Nullable String condition, @Nullable String written) {
    if (condition == null) {
      return null;
    }
    Condition known = ConditionJson.read("", JobJson.tree(condition), QueryLimits.none());
    return new EventQuery(known, written);
  }

  /** The condition for the table. */
  static @Nullable String condition(@Nullable EventQuery query) {
    return query == null ? null : ConditionJson.write(query.condition()).toString();
  }
}

package dev.tidemark.baseline.definition;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Conditions;
import org.jspecify.annotations.Nullable;

/**
 * Which events are meant.
 *
 * @param condition what is asked of an event
 * @param written how a person said it, as JSON: a text in KQL, or an object of Elasticsearch's
 *     query language or of our own form; null: not kept, our own form says the same
 */
public record EventQuery(Condition condition, @Nullable String written) {

  /** A condition that nobody wrote. */
  public static EventQuery of(Condition condition) {
    return new EventQuery(condition, null);
  }

  /** Whether two queries mean the same events; null: all events. */
  static boolean isSame(@Nullable EventQuery one, @Nullable EventQuery other) {
    return meaning(one).equals(meaning(other));
  }

  private static Condition meaning(@Nullable EventQuery query) {
    return query == null ? Condition.ANY : Conditions.simplest(query.condition());
  }
}

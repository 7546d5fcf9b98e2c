package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.contract.query.Conditions;

/** Counts conditions while they are read: what is asked of every event must stay small. */
final class QueryLimits {

  private final boolean unlimited;
  private int conditions;

  private QueryLimits(boolean unlimited) {
    this.unlimited = unlimited;
  }

  /** For what people send. */
  static QueryLimits strict() {
    return new QueryLimits(false);
  }

  /** For what was accepted once. */
  static QueryLimits none() {
    return new QueryLimits(true);
  }

  /** Whether a list of none may stand for all events or for none. */
  boolean allowsNone() {
    return unlimited;
  }

  /**
   * One condition more.
   *
   * @param depth its own, from 1
   */
  void count(String pointer, int depth) {
    if (unlimited) {
      return;
    }
    if (depth > Conditions.MAX_DEPTH) {
      throw new InvalidDefinition(
          pointer, "conditions are nested deeper than " + Conditions.MAX_DEPTH);
    }
    if (++conditions > Conditions.MAX_CLAUSES) {
      throw new InvalidDefinition(
          pointer, "there are more than " + Conditions.MAX_CLAUSES + " conditions");
    }
  }
}

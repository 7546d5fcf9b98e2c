package dev.tidemark.baseline.definition;

import java.util.List;

/** A condition on an event. An event field may hold several values: one that fits is enough. */
public sealed interface Condition {

  /** Deepest nesting that is accepted: filters are evaluated for every event. */
  int MAX_DEPTH = 16;

  /** Most values of one {@code in}. */
  int MAX_VALUES = 1_000;

  /**
   * All of these hold.
   *
   * @param conditions at least one
   */
  record All(List<Condition> conditions) implements Condition {
    /** Copies the conditions. */
    public All {
      conditions = some(conditions, "/all");
    }
  }

  /**
   * At least one of these holds.
   *
   * @param conditions at least one
   */
  record Any(List<Condition> conditions) implements Condition {
    /** Copies the conditions. */
    public Any {
      conditions = some(conditions, "/any");
    }
  }

  /**
   * This does not hold.
   *
   * @param condition the negated one
   */
  record Not(Condition condition) implements Condition {}

  /**
   * A field has one of some values.
   *
   * @param field dotted ECS name
   * @param in values, compared as exact text; at least one
   */
  record Terms(String field, List<String> in) implements Condition {
    /** Checks the name, copies the values. */
    public Terms {
      FieldNames.check("/field", field);
      if (in.isEmpty() || in.size() > MAX_VALUES) {
        throw new InvalidDefinition(
            "/in", "in has " + in.size() + " values; it takes 1 to " + MAX_VALUES);
      }
      in = List.copyOf(in);
    }
  }

  /**
   * A field has a value.
   *
   * @param field dotted ECS name
   */
  record Exists(String field) implements Condition {
    /** Checks the name. */
    public Exists {
      FieldNames.check("/exists", field);
    }
  }

  private static List<Condition> some(List<Condition> conditions, String pointer) {
    if (conditions.isEmpty() || conditions.size() > MAX_VALUES) {
      throw new InvalidDefinition(
          pointer, "there are " + conditions.size() + " conditions; it takes 1 to " + MAX_VALUES);
    }
    return List.copyOf(conditions);
  }
}

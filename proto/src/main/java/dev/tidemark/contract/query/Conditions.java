package dev.tidemark.contract.query;

import dev.tidemark.contract.query.Condition.All;
import dev.tidemark.contract.query.Condition.AnyOf;
import dev.tidemark.contract.query.Condition.Cidr;
import dev.tidemark.contract.query.Condition.Exists;
import dev.tidemark.contract.query.Condition.Not;
import dev.tidemark.contract.query.Condition.Terms;
import dev.tidemark.contract.query.Condition.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts conditions together, in the simplest form that asks the same. */
public final class Conditions {

  /** Deepest nesting, in any form in which conditions are written. */
  public static final int MAX_DEPTH = 32;

  /** Most conditions and values, in any form. */
  public static final int MAX_CLAUSES = 1_000;

  /** Longest text of a condition, in characters, in any form. */
  public static final int MAX_LENGTH = 65_536;

  private Conditions() {}

  /**
   * All fit.
   *
   * @param parts none: fits every event
   */
  public static Condition all(List<Condition> parts) {
    Set<Condition> flat = new LinkedHashSet<>();
    for (Condition part : parts) {
      if (part instanceof All all) {
        flat.addAll(all.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.iterator().next() : new All(List.copyOf(flat));
  }

  /**
   * At least one fits. Values of one field that are asked for one by one are asked for together.
   *
   * @param parts at least one
   */
  public static Condition anyOf(List<Condition> parts) {
    List<Condition> flat = new ArrayList<>();
    for (Condition part : parts) {
      if (part.equals(Condition.ANY)) {
        return part;
      }
      if (part instanceof AnyOf any) {
        any.parts().forEach(inner -> addAlternative(flat, inner));
      } else {
        addAlternative(flat, part);
      }
    }
    return flat.size() == 1 ? flat.getFirst() : new AnyOf(flat);
  }

  private static void addAlternative(List<Condition> alternatives, Condition part) {
    if (part instanceof Terms more) {
      for (int i = 0; i < alternatives.size(); i++) {
        if (alternatives.get(i) instanceof Terms known && known.field().equals(more.field())) {
          List<String> values = new ArrayList<>(known.values());
          values.addAll(more.values());
          alternatives.set(i, new Terms(known.field(), values));
          return;
        }
      }
    }
    if (!alternatives.contains(part)) {
      alternatives.add(part);
    }
  }

  /** It does not fit. */
  public static Condition not(Condition part) {
    return part instanceof Not twice ? twice.part() : new Not(part);
  }

  /** A condition in the simplest form that asks the same; conditions of one such form are equal. */
  public static Condition simplest(Condition condition) {
    return switch (condition) {
      case All all -> all(all.parts().stream().map(Conditions::simplest).toList());
      case AnyOf any -> anyOf(any.parts().stream().map(Conditions::simplest).toList());
      case Not not -> not(simplest(not.part()));
      case Condition.Leaf leaf -> leaf;
    };
  }

  /** How deep a condition is nested; one on a field is 1 deep. */
  public static int depth(Condition condition) {
    return switch (condition) {
      case All all -> 1 + deepest(all.parts());
      case AnyOf any -> 1 + deepest(any.parts());
      case Not not -> 1 + depth(not.part());
      case Condition.Leaf leaf -> 1;
    };
  }

  private static int deepest(List<Condition> parts) {
    return parts.stream().mapToInt(Conditions::depth).max().orElse(0);
  }

  /**
   * A field has a value as queries write it: a text with a slash behind an address is a network.
   *
   * @throws IllegalArgumentException if the field's name or the network's number of bits cannot be
   */
  public static Condition value(String field, String text) {
    Network network = Network.ofShape(text);
    return network == null ? new Terms(field, List.of(text)) : new Cidr(field, network);
  }

  /**
   * A field's text has a form.
   *
   * @param pattern see {@link Glob}; stars only: the field has any value
   * @throws IllegalArgumentException if the field's name or the pattern cannot be
   */
  public static Condition pattern(String field, String pattern) {
    Wildcard wildcard = new Wildcard(field, pattern);
    return !pattern.isEmpty() && pattern.chars().allMatch(c -> c == '*')
        ? new Exists(field)
        : wildcard;
  }
}

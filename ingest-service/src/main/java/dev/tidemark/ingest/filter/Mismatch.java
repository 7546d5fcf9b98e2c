package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Kql;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.ArrayList;
import java.util.List;

/** Says which part of a condition does not hold. For people, not for speed. */
public final class Mismatch {

  private static final int MOST_PARTS = 3;
  private static final int LONGEST_QUERY = 200;
  private static final int LONGEST_VALUE = 64;

  private final Condition condition;
  private final FieldTable table;
  private final FilterRun run;
  private final List<Mismatch> parts;

  private Mismatch(Condition condition, FieldTable table) {
    this.condition = condition;
    this.table = table;
    run = FilterSet.of(List.of(condition), table).run();
    parts =
        switch (condition) {
          case Condition.All all -> of(all.parts(), table);
          case Condition.AnyOf any -> of(any.parts(), table);
          case Condition.Not not -> List.of();
          case Condition.Leaf leaf -> List.of();
        };
  }

  /**
   * Makes a condition ready to be explained.
   *
   * @param table has all its fields
   */
  public static Mismatch of(Condition condition, FieldTable table) {
    return new Mismatch(condition, table);
  }

  private static List<Mismatch> of(List<Condition> conditions, FieldTable table) {
    return conditions.stream().map(part -> of(part, table)).toList();
  }

  /** What does not hold, in words; empty: it fits. */
  public String words(EcsEvent event) {
    if (run.ask(event) == 1) {
      return "";
    }
    return switch (condition) {
      case Condition.All all -> joined(event);
      case Condition.AnyOf any -> "none of these holds: " + joined(event);
      case Condition.Not not -> "excluded: " + held(not.part(), event);
      case Condition.Leaf leaf -> value(leaf.field(), event) + "; asked for " + shown(leaf);
    };
  }

  private String joined(EcsEvent event) {
    List<String> failing = new ArrayList<>();
    int more = 0;
    for (Mismatch part : parts) {
      String words = part.words(event);
      if (words.isEmpty()) {
        continue;
      }
      if (failing.size() < MOST_PARTS) {
        failing.add(words);
      } else {
        more++;
      }
    }
    return String.join("; ", failing) + (more > 0 ? "; and " + more + " more" : "");
  }

  private String held(Condition part, EcsEvent event) {
    return part instanceof Condition.Leaf leaf
        ? value(leaf.field(), event) + ", and " + shown(part) + " is not wanted"
        : shown(part) + " holds";
  }

  private String value(String field, EcsEvent event) {
    int slot = table.slot(field);
    int count = event.count(slot);
    if (count == 0) {
      return field + " has no value";
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < Math.min(count, MOST_PARTS); i++) {
      values.add('"' + shortened(event.value(slot, i), LONGEST_VALUE) + '"');
    }
    return field
        + " is "
        + String.join(", ", values)
        + (count > MOST_PARTS ? " and " + (count - MOST_PARTS) + " more" : "");
  }

  private static String shown(Condition condition) {
    return "'" + shortened(Kql.format(condition), LONGEST_QUERY) + "'";
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }
}

package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.contract.query.Bound;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Conditions;
import dev.tidemark.contract.query.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Our own form of conditions in JSON: read, with pointers to every fault, and written. */
final class ConditionJson {

  private static final Set<String> ALONE = Set.of("all", "any", "not", "exists");
  private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte");

  private final QueryLimits limits;

  private ConditionJson(QueryLimits limits) {
    this.limits = limits;
  }

  /** Reads a condition; faults point into it, behind the given pointer. */
  static Condition read(String pointer, JsonNode node, QueryLimits limits) {
    return new ConditionJson(limits).condition(pointer, node, 1);
  }

  private Condition condition(String pointer, JsonNode node, int depth) {
    limits.count(pointer, depth);
    if (!node.isObject()) {
      throw new InvalidDefinition(pointer, "a condition is an object");
    }
    try {
      return switch (kind(node)) {
        case "all" -> new Condition.All(conditions("/all", node.path("all"), depth));
        case "any" -> new Condition.AnyOf(conditions("/any", node.path("any"), depth));
        case "not" -> new Condition.Not(condition("/not", node.path("not"), depth + 1));
        case "exists" -> new Condition.Exists(field(node, "exists"));
        case "in" -> new Condition.Terms(field(node, "field"), values("/in", node.path("in")));
        case "range" -> range(field(node, "field"), node.path("range"));
        case "wildcard" -> wildcard(field(node, "field"), text(node, "wildcard"));
        default -> cidr(field(node, "field"), text(node, "cidr"));
      };
    } catch (InvalidDefinition fault) {
      throw fault.under(pointer);
    }
  }

  private static String kind(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    if (names.size() == 1 && ALONE.containsAll(names)) {
      return names.iterator().next();
    }
    for (String kind : List.of("in", "range", "wildcard", "cidr")) {
      if (names.equals(Set.of("field", kind))) {
        return kind;
      }
    }
    throw new InvalidDefinition(
        "",
        "a condition has one of 'all', 'any', 'not', 'exists', or 'field' and one of 'in', 'range',"
            + " 'wildcard', 'cidr'; this one has "
            + names);
  }

  private List<Condition> conditions(String pointer, JsonNode array, int depth) {
    if (!array.isArray()) {
      throw new InvalidDefinition(pointer, "this is not an array of conditions");
    }
    if (!array.isEmpty() || !limits.allowsNone()) {
      checkSize(pointer, "conditions", array.size());
    }
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      conditions.add(condition(pointer + "/" + i, array.get(i), depth + 1));
    }
    return conditions;
  }

  /** Texts, numbers and booleans; numbers in their JSON form. */
  static List<String> values(String pointer, JsonNode array) {
    if (!array.isArray()) {
      throw new InvalidDefinition(pointer, "this is not an array");
    }
    checkSize(pointer, "values", array.size());
    List<String> values = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      values.add(value(pointer + "/" + i, array.get(i)));
    }
    return values;
  }

  static String value(String pointer, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw new InvalidDefinition(pointer, "this is not a text, number or boolean");
    }
    return value.asText();
  }

  private static void checkSize(String pointer, String what, int size) {
    if (size < 1 || size > Conditions.MAX_CLAUSES) {
      throw new InvalidDefinition(
          pointer, "there are " + size + " " + what + "; it takes 1 to " + Conditions.MAX_CLAUSES);
    }
  }

  private static Condition range(String field, JsonNode range) {
    if (!range.isObject()) {
      throw new InvalidDefinition("/range", "this is not an object with gt, gte, lt or lte");
    }
    try {
      JobJson.refuseUnknown(range, "", BOUNDS);
      return range(field, bound(range, "gt", "gte"), bound(range, "lt", "lte"));
    } catch (InvalidDefinition fault) {
      throw fault.under("/range");
    }
  }

  static Condition range(String field, @Nullable Bound lower, @Nullable Bound upper) {
    try {
      return new Condition.Range(field, lower, upper);
    } catch (IllegalArgumentException fault) {
      throw new InvalidDefinition("", String.valueOf(fault.getMessage()));
    }
  }

  /** One side of a range; null: it is open. */
  static @Nullable Bound bound(JsonNode range, String exclusive, String inclusive) {
    boolean both = range.hasNonNull(exclusive) && range.hasNonNull(inclusive);
    if (both) {
      throw new InvalidDefinition(
          "/" + inclusive, "there is " + exclusive + " already; a range has one of both");
    }
    String name = range.hasNonNull(exclusive) ? exclusive : inclusive;
    if (!range.hasNonNull(name)) {
      return null;
    }
    try {
      return new Bound(value("/" + name, range.path(name)), name.equals(inclusive));
    } catch (InvalidDefinition fault) {
      throw fault;
    } catch (IllegalArgumentException fault) {
      throw new InvalidDefinition("/" + name, String.valueOf(fault.getMessage()));
    }
  }

  private static Condition wildcard(String field, String pattern) {
    try {
      return new Condition.Wildcard(field, pattern);
    } catch (IllegalArgumentException fault) {
      throw new InvalidDefinition("/wildcard", String.valueOf(fault.getMessage()));
    }
  }

  private static Condition cidr(String field, String network) {
    try {
      return new Condition.Cidr(field, Network.parse(network));
    } catch (IllegalArgumentException fault) {
      throw new InvalidDefinition("/cidr", String.valueOf(fault.getMessage()));
    }
  }

  private static String field(JsonNode node, String name) {
    String field = text(node, name);
    checkField("/" + name, field);
    return field;
  }

  static void checkField(String pointer, String field) {
    if (!Condition.FieldName.isValid(field)) {
      throw new InvalidDefinition(
          pointer, "'" + field + "' is not the dotted name of an event field, such as source.ip");
    }
  }

  private static String text(JsonNode node, String name) {
    if (!node.path(name).isTextual()) {
      throw new InvalidDefinition("/" + name, name + " is not a text");
    }
    return node.path(name).asText();
  }

  /** Writes a condition as {@link #read} reads it. */
  static ObjectNode write(Condition condition) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (condition) {
      case Condition.All all -> node.set("all", write(all.parts()));
      case Condition.AnyOf any -> node.set("any", write(any.parts()));
      case Condition.Not not -> node.set("not", write(not.part()));
      case Condition.Exists exists -> node.put("exists", exists.field());
      case Condition.Terms terms -> {
        ArrayNode in = node.put("field", terms.field()).putArray("in");
        terms.values().forEach(in::add);
      }
      case Condition.Range range -> {
        ObjectNode bounds = node.put("field", range.field()).putObject("range");
        put(bounds, "gt", range.lower());
        put(bounds, "lt", range.upper());
      }
      case Condition.Wildcard wildcard ->
          node.put("field", wildcard.field()).put("wildcard", wildcard.pattern());
      case Condition.Cidr cidr ->
          node.put("field", cidr.field()).put("cidr", cidr.network().toString());
    }
    return node;
  }

  private static ArrayNode write(List<Condition> conditions) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    conditions.forEach(condition -> array.add(write(condition)));
    return array;
  }

  private static void put(ObjectNode bounds, String name, @Nullable Bound bound) {
    if (bound != null) {
      bounds.put(bound.inclusive() ? name + "e" : name, bound.text());
    }
  }
}

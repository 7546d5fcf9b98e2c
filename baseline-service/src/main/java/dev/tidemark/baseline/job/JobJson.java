package dev.tidemark.baseline.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.definition.Condition;
import dev.tidemark.baseline.definition.DetectorDefinition;
import dev.tidemark.baseline.definition.InvalidDefinition;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trees of a job, conditions and detectors, as JSON: the same form in REST and in the table.
 */
final class JobJson {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> DETECTOR_FIELDS =
      Set.of("function", "field", "by_field", "partition_field");

  private JobJson() {}

  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalStateException("the table holds JSON that cannot be read", e);
    }
  }

  static String writeTexts(List<String> texts) {
    return texts(texts).toString();
  }

  static List<String> readTexts(String json) {
    List<String> texts = new ArrayList<>();
    tree(json).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  static String writeDetectors(List<DetectorDefinition> detectors) {
    return detectors(detectors).toString();
  }

  static List<DetectorDefinition> readDetectors(String json) {
    return detectors(tree(json));
  }

  static @Nullable String writeCondition(@Nullable Condition condition) {
    return condition == null ? null : condition(condition).toString();
  }

  static @Nullable Condition readCondition(@Nullable String json) {
    return json == null ? null : condition("", tree(json));
  }

  static ArrayNode detectors(List<DetectorDefinition> detectors) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (DetectorDefinition detector : detectors) {
      ObjectNode node = array.addObject().put("function", detector.function().text());
      putIfSet(node, "field", detector.field());
      putIfSet(node, "by_field", detector.byField());
      putIfSet(node, "partition_field", detector.partitionField());
    }
    return array;
  }

  /** Reads detectors; faults point into {@code /detectors}. */
  static List<DetectorDefinition> detectors(JsonNode array) {
    if (!array.isArray()) {
      throw new InvalidDefinition("/detectors", "detectors is not an array");
    }
    List<DetectorDefinition> detectors = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      try {
        detectors.add(detector(array.get(i)));
      } catch (InvalidDefinition fault) {
        throw fault.under("/detectors/" + i);
      }
    }
    return detectors;
  }

  private static DetectorDefinition detector(JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidDefinition("", "a detector is an object");
    }
    refuseUnknown(node, "", DETECTOR_FIELDS);
    return new DetectorDefinition(
        DetectorDefinition.function(text(node, "function")),
        text(node, "field"),
        text(node, "by_field"),
        text(node, "partition_field"));
  }

  static JsonNode condition(Condition condition) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (condition) {
      case Condition.All all -> node.set("all", conditions(all.conditions()));
      case Condition.Any any -> node.set("any", conditions(any.conditions()));
      case Condition.Not not -> node.set("not", condition(not.condition()));
      case Condition.Terms terms -> {
        node.put("field", terms.field());
        node.set("in", texts(terms.in()));
      }
      case Condition.Exists exists -> node.put("exists", exists.field());
    }
    return node;
  }

  /** Reads a condition; faults point into it, behind the given pointer. */
  static Condition condition(String pointer, JsonNode node) {
    return condition(pointer, node, 1);
  }

  private static Condition condition(String pointer, JsonNode node, int depth) {
    if (depth > Condition.MAX_DEPTH) {
      throw new InvalidDefinition(
          pointer, "conditions are nested deeper than " + Condition.MAX_DEPTH);
    }
    if (!node.isObject()) {
      throw new InvalidDefinition(pointer, "a condition is an object");
    }
    try {
      return switch (kind(node)) {
        case "all" -> new Condition.All(conditions("/all", node.path("all"), depth));
        case "any" -> new Condition.Any(conditions("/any", node.path("any"), depth));
        case "not" -> new Condition.Not(condition("/not", node.path("not"), depth + 1));
        case "exists" -> new Condition.Exists(text(node, "exists"));
        default -> new Condition.Terms(text(node, "field"), values(node.path("in")));
      };
    } catch (InvalidDefinition fault) {
      throw fault.under(pointer);
    }
  }

  private static String kind(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    if (names.size() == 1 && Set.of("all", "any", "not", "exists").contains(names.get(0))) {
      return names.get(0);
    }
    if (Set.copyOf(names).equals(Set.of("field", "in"))) {
      return "terms";
    }
    throw new InvalidDefinition(
        "",
        "a condition has one of 'all', 'any', 'not', 'exists', or both 'field' and 'in'; this one"
            + " has "
            + names);
  }

  private static List<Condition> conditions(String pointer, JsonNode array, int depth) {
    if (!array.isArray()) {
      throw new InvalidDefinition(pointer, "this is not an array of conditions");
    }
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      conditions.add(condition(pointer + "/" + i, array.get(i), depth + 1));
    }
    return conditions;
  }

  private static ArrayNode conditions(List<Condition> conditions) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    conditions.forEach(condition -> array.add(condition(condition)));
    return array;
  }

  private static List<String> values(JsonNode array) {
    if (!array.isArray()) {
      throw new InvalidDefinition("/in", "in is not an array");
    }
    List<String> values = new ArrayList<>();
    for (JsonNode value : array) {
      if (!value.isValueNode() || value.isNull()) {
        throw new InvalidDefinition(
            "/in/" + values.size(), "this is not a text, number or boolean");
      }
      values.add(value.asText());
    }
    return values;
  }

  /** Refuses an object with other properties than the known ones; faults point behind a pointer. */
  static void refuseUnknown(JsonNode object, String pointer, Set<String> known) {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String name = property.getKey();
      if (!known.contains(name)) {
        throw new InvalidDefinition(pointer + "/" + name, "property '" + name + "' is unknown");
      }
    }
  }

  /** The time zone of the property {@code time_zone}. */
  static ZoneId timeZone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new InvalidDefinition(
          "/time_zone", "'" + name + "' is no IANA time zone, such as Europe/Berlin");
    }
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new InvalidDefinition("/" + name, name + " is not a text");
    }
    return value.asText();
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static void putIfSet(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }
}

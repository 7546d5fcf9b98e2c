package dev.tidemark.baseline.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.definition.DetectorDefinition;
import dev.tidemark.baseline.definition.InvalidDefinition;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The trees of a job as JSON: the same form in REST and in the table. */
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

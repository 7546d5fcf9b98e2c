package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.SeriesKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scheduled events as JSON: the same form in REST and in the table, which adds the id. */
final class ScheduledEventJson {

  private static final Set<String> PROPERTIES =
      Set.of("name", "from", "to", "rrule", "time_zone", "series");
  private static final Set<String> SERIES = Set.of("detector", "partition_value", "by_value");

  private ScheduledEventJson() {}

  static String writeAll(List<ScheduledEvent> events) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    events.forEach(event -> array.add(write(event)));
    return array.toString();
  }

  static List<ScheduledEvent> readAll(String json) {
    List<ScheduledEvent> events = new ArrayList<>();
    for (JsonNode node : JobJson.tree(json)) {
      ObjectNode document = node.deepCopy();
      String id = document.remove("id").asText();
      events.add(read(id, document, ZoneId.of("UTC")));
    }
    return events;
  }

  static ObjectNode write(ScheduledEvent event) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", event.id()).put("name", event.name());
    node.put("from", event.from().toString()).put("to", event.to().toString());
    ScheduledEvent.Recurrence recurrence = event.recurrence();
    if (recurrence != null) {
      node.put("rrule", recurrence.rule()).put("time_zone", recurrence.zone().getId());
    }
    SeriesKey series = event.series();
    if (series != null) {
      node.putObject("series")
          .put("detector", series.detector())
          .put("partition_value", series.partitionValue())
          .put("by_value", series.byValue());
    }
    return node;
  }

  /**
   * Reads an event.
   *
   * @param id its id
   * @param node the document, without id
   * @param zone time zone of a rule that names none
   * @throws InvalidDefinition if it says something that cannot be
   */
  static ScheduledEvent read(String id, ObjectNode node, ZoneId zone) {
    JobJson.refuseUnknown(node, "", PROPERTIES);
    return new ScheduledEvent(
        id,
        required(node, "name"),
        time(node, "from"),
        time(node, "to"),
        recurrence(node, zone),
        series(node));
  }

  private static ScheduledEvent.@Nullable Recurrence recurrence(ObjectNode node, ZoneId zone) {
    if (!node.hasNonNull("rrule")) {
      if (node.hasNonNull("time_zone")) {
        throw new InvalidDefinition(
            "/time_zone", "time_zone is of use only with rrule: from and to have an offset");
      }
      return null;
    }
    return new ScheduledEvent.Recurrence(
        required(node, "rrule"),
        node.hasNonNull("time_zone") ? JobJson.timeZone(required(node, "time_zone")) : zone);
  }

  private static @Nullable SeriesKey series(ObjectNode node) {
    if (!node.hasNonNull("series")) {
      return null;
    }
    if (!(node.get("series") instanceof ObjectNode series)) {
      throw new InvalidDefinition("/series", "series is not an object");
    }
    JobJson.refuseUnknown(series, "/series", SERIES);
    return new SeriesKey(
        detector(series), value(series, "partition_value"), value(series, "by_value"));
  }

  private static int detector(ObjectNode series) {
    if (!series.hasNonNull("detector")) {
      return 0;
    }
    JsonNode detector = series.get("detector");
    if (!detector.isIntegralNumber() || !detector.canConvertToInt() || detector.asInt() < 0) {
      throw new InvalidDefinition("/series/detector", "detector is no index of a detector");
    }
    return detector.asInt();
  }

  private static String value(ObjectNode series, String name) {
    return series.hasNonNull(name) ? text(series, "/series", name) : "";
  }

  private static Instant time(ObjectNode node, String name) {
    String text = required(node, name);
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidDefinition(
          "/" + name,
          "'" + text + "' is not an RFC 3339 time with offset, such as 2026-11-24T06:45:00Z");
    }
  }

  private static String required(ObjectNode node, String name) {
    if (!node.hasNonNull(name)) {
      throw new InvalidDefinition("/" + name, name + " is missing");
    }
    return text(node, "", name);
  }

  private static String text(ObjectNode node, String prefix, String name) {
    if (!node.get(name).isTextual()) {
      throw new InvalidDefinition(prefix + "/" + name, name + " is not a text");
    }
    String text = node.get(name).asText();
    if (text.indexOf('\0') >= 0) {
      throw new InvalidDefinition(prefix + "/" + name, name + " has the character NUL");
    }
    return text;
  }
}

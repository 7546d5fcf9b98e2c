package dev.tidemark.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.local.Arguments.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Events of an NDJSON file in time order, as they are but for their time. Held in memory, about
 * twice the file's size.
 *
 * @param events in time order
 */
public record EventFile(List<Event> events) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Copies the events. */
  public EventFile {
    events = List.copyOf(events);
  }

  /**
   * One event.
   *
   * @param at its time
   * @param json the document as it stands in the file
   */
  public record Event(Instant at, String json) {

    /** The document with another time. */
    public String at(UnaryOperator<Instant> clock) {
      ObjectNode document = (ObjectNode) parse(json);
      return document.put("@timestamp", clock.apply(at).toString()).toString();
    }
  }

  /**
   * Reads a file.
   *
   * @throws UsageException if a line is no event with a time; the message names it
   */
  public static EventFile read(Path file) {
    List<Event> events = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int line = 0;
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        if (!text.isBlank()) {
          events.add(new Event(time(file, line, text), text));
        }
      }
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + e.getMessage());
    }
    if (events.isEmpty()) {
      throw new UsageException(file + " has no event");
    }
    events.sort(Comparator.comparing(Event::at));
    return new EventFile(events);
  }

  private static Instant time(Path file, int line, String text) {
    try {
      JsonNode document = JSON.readTree(text);
      JsonNode time = document.path("@timestamp");
      if (document.isObject() && time.isIntegralNumber()) {
        return Instant.ofEpochMilli(time.asLong());
      }
      if (document.isObject() && time.isTextual()) {
        return OffsetDateTime.parse(time.asText()).toInstant();
      }
    } catch (JsonProcessingException | DateTimeException e) {
      // Said below.
    }
    throw new UsageException(file + ", line " + line + " is no JSON object with an @timestamp");
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("was parsed before", e);
    }
  }
}

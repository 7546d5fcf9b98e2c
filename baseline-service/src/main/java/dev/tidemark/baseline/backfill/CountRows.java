package dev.tidemark.baseline.backfill;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.baseline.backfill.CountsReader.BadLine;
import dev.tidemark.baseline.backfill.CountsReader.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a body of counts, each with its number and its fields as texts. */
final class CountRows {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private CountRows() {}

  /**
   * A line.
   *
   * @param line its number, from 1
   * @param fields its fields; null if it cannot be read
   * @param fault why it cannot be read; null if it can
   */
  record Row(int line, @Nullable Map<String, String> fields, @Nullable BadLine fault) {
    /** The fields; throws the fault of a line that cannot be read. */
    Map<String, String> values() {
      if (fields == null) {
        throw fault == null ? new BadLine(null, "malformed", "the line is empty") : fault;
      }
      return fields;
    }
  }

  static List<Row> of(Counts body) {
    return switch (body.format()) {
      case NDJSON -> ndjson(body.text());
      case JSON -> array(body.text());
      case CSV -> csv(body.text());
    };
  }

  private static List<Row> ndjson(String text) {
    List<Row> rows = new ArrayList<>();
    int line = 0;
    for (String json : text.split("\n", -1)) {
      line++;
      if (!json.isBlank()) {
        rows.add(object(line, json));
      }
    }
    return rows;
  }

  private static Row object(int line, String json) {
    try {
      return fields(line, MAPPER.readTree(json));
    } catch (JacksonException e) {
      return new Row(
          line,
          null,
          new BadLine(null, "malformed_json", "the line is not JSON: " + e.getOriginalMessage()));
    }
  }

  private static List<Row> array(String text) {
    JsonNode array;
    try {
      array = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw BackfillRefusals.body("", "The body is not JSON: " + e.getOriginalMessage());
    }
    if (!array.isArray()) {
      throw BackfillRefusals.body(
          "", "The body is not a JSON array; send NDJSON as application/x-ndjson.");
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      rows.add(fields(i + 1, array.get(i)));
    }
    return rows;
  }

  private static Row fields(int line, JsonNode node) {
    if (!node.isObject()) {
      return new Row(
          line, null, new BadLine(null, "not_an_object", "the line is not a JSON object"));
    }
    Map<String, String> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isContainerNode()) {
        return new Row(
            line,
            null,
            new BadLine(field.getKey(), "wrong_type", field.getKey() + " is not a plain value"));
      }
      if (!field.getValue().isNull()) {
        fields.put(field.getKey(), field.getValue().asText());
      }
    }
    return new Row(line, fields, null);
  }

  private static List<Row> csv(String text) {
    String[] lines = text.split("\r?\n", -1);
    List<String> header = Arrays.stream(lines[0].split(",", -1)).map(String::strip).toList();
    if (!header.contains("bucket_start") || !header.contains("value")) {
      throw BackfillRefusals.body(
          "",
          "The first line is not a header with bucket_start and value, but '"
              + cut(lines[0])
              + "'.");
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        rows.add(csv(i + 1, header, lines[i]));
      }
    }
    return rows;
  }

  private static Row csv(int line, List<String> header, String text) {
    List<String> cells = cells(text);
    if (cells.size() != header.size()) {
      return new Row(
          line,
          null,
          new BadLine(
              null,
              "wrong_columns",
              "there are " + cells.size() + " values for " + header.size() + " columns"));
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      fields.put(header.get(i), cells.get(i));
    }
    return new Row(line, fields, null);
  }

  // RFC 4180 but for line breaks inside of quotes.
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  private static String cut(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80);
  }
}

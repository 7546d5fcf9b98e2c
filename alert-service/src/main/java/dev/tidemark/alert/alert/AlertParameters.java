package dev.tidemark.alert.alert;

import dev.tidemark.alert.ops.Parameters;
import dev.tidemark.alert.ops.Problems;
import dev.tidemark.alert.pipeline.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters of the list of alerts. */
final class AlertParameters {

  private final Map<String, Object> conditions = new LinkedHashMap<>();

  AlertParameters time(@Nullable String from, @Nullable String to) {
    if (from != null) {
      conditions.put("a.openedBucket >= :from", Parameters.instant("from", from));
    }
    if (to != null) {
      conditions.put("a.openedBucket < :to", Parameters.instant("to", to));
    }
    return this;
  }

  AlertParameters status(@Nullable String status) {
    if (status != null) {
      if (AlertStatus.of(status).isEmpty()) {
        throw Problems.parameter(
            "status", "status '" + status + "' is none of open, acknowledged, closed");
      }
      conditions.put("a.status = :status", status);
    }
    return this;
  }

  AlertParameters source(@Nullable String rule, @Nullable String job) {
    if (rule != null) {
      conditions.put("a.ruleId = :rule", rule);
    }
    if (job != null) {
      conditions.put("a.jobId = :job", job);
    }
    return this;
  }

  AlertParameters weight(@Nullable String severity, @Nullable String minScore) {
    if (severity != null) {
      Severity wanted =
          Severity.of(severity)
              .orElseThrow(
                  () ->
                      Problems.parameter(
                          "severity",
                          "severity '" + severity + "' is none of low, medium, high, critical"));
      conditions.put("a.severity = :severity", wanted.rank());
    }
    if (minScore != null) {
      conditions.put("a.score >= :minscore", Parameters.score("min_score", minScore));
    }
    return this;
  }

  AlertParameters text(@Nullable String text) {
    if (text != null && !text.isBlank()) {
      String escaped =
          text.strip()
              .toLowerCase(Locale.ROOT)
              .replaceAll("([\\\\%_])", "\\\\$1")
              .replace("\0", "");
      conditions.put("a.search LIKE :text ESCAPE '\\'", "%" + escaped + "%");
    }
    return this;
  }

  AlertQuery query(String sort, String order, @Nullable String cursor, @Nullable String limit) {
    Parameters.oneOf("sort", sort, List.of("time", "score"));
    Parameters.oneOf("order", order, List.of("asc", "desc"));
    String kind = "alerts/" + sort + "/" + order;
    return new AlertQuery(
        conditions,
        sort.equals("score"),
        order.equals("asc"),
        cursor == null ? null : position(kind, cursor),
        Parameters.limit(limit));
  }

  private static AlertQuery.Position position(String kind, String cursor) {
    List<String> parts = Parameters.cursor(kind, 2, cursor);
    try {
      return new AlertQuery.Position(Double.parseDouble(parts.get(0)), parts.get(1));
    } catch (NumberFormatException notNumber) {
      throw Parameters.unknownCursor();
    }
  }
}

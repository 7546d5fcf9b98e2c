package dev.tidemark.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An alert as a person wants to read it. */
final class AlertPrinter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int INFLUENCERS_SHOWN = 4;
  private static final double STANDS_OUT = 0.1;

  private AlertPrinter() {}

  /** The lines to print. */
  static List<String> lines(JsonNode alert) {
    List<String> lines = new ArrayList<>();
    JsonNode rule = alert.path("rule");
    lines.add("+-- ALERT: " + rule.path("name").asText() + " " + "-".repeat(40));
    lines.add(
        String.format(
            Locale.ROOT,
            "|   severity %s, risk %d, anomaly score %.0f of 100",
            alert.path("severity").asText(),
            alert.path("risk_score").asInt(),
            alert.path("score").asDouble()));
    lines.add("|");
    lines.add("|   " + alert.path("summary").asText());
    lines.add("|");
    add(lines, "when", when(alert));
    add(lines, "actual", number(alert, "actual") + soFar(alert));
    add(
        lines,
        "usual",
        number(alert, "typical")
            + " ("
            + number(alert, "lower")
            + " to "
            + number(alert, "upper")
            + lastWeek(alert)
            + ")");
    add(lines, "chance", String.format(Locale.ROOT, "%.1e", alert.path("probability").asDouble()));
    influencers(lines, alert.path("influencers"));
    companions(lines, alert.path("companions"));
    threats(lines, rule.path("threat"));
    add(lines, "evidence", alert.path("links").path("alert").asText());
    lines.add("+" + "-".repeat(70));
    return lines;
  }

  private static void influencers(List<String> lines, JsonNode influencers) {
    int shown = 0;
    for (JsonNode influencer : influencers) {
      double share = influencer.path("share").asDouble();
      if (share >= STANDS_OUT && shown < INFLUENCERS_SHOWN) {
        add(
            lines,
            shown == 0 ? "who" : "",
            String.format(
                Locale.ROOT,
                "%s %s: %.0f %% of it, usually %.0f %%",
                influencer.path("field").asText(),
                influencer.path("value").asText(),
                share * 100,
                influencer.path("usual_share").asDouble() * 100));
        shown++;
      }
    }
  }

  private static void companions(List<String> lines, JsonNode companions) {
    boolean first = true;
    for (JsonNode companion : companions) {
      String usual = companion.has("usual") ? ", usually " + number(companion, "usual") : "";
      add(
          lines,
          first ? "beside" : "",
          companion.path("name").asText().replace('_', ' ')
              + " "
              + number(companion, "actual")
              + usual);
      first = false;
    }
  }

  private static void threats(List<String> lines, JsonNode threats) {
    boolean first = true;
    for (JsonNode threat : threats) {
      StringBuilder text = new StringBuilder(named(threat.path("tactic")));
      threat.path("techniques").forEach(technique -> text.append(", ").append(named(technique)));
      add(lines, first ? "MITRE" : "", text.toString());
      first = false;
    }
  }

  private static String named(JsonNode entry) {
    return entry.path("id").asText() + " " + entry.path("name").asText();
  }

  private static String when(JsonNode alert) {
    Instant start = Instant.parse(alert.path("bucket_start").asText());
    Instant end = Instant.parse(alert.path("bucket_end").asText());
    return TIME.format(start) + " to " + CLOCK.format(end) + " UTC";
  }

  private static String soFar(JsonNode alert) {
    return alert.path("interim").asBoolean() ? " so far, the bucket is still filling" : "";
  }

  private static String lastWeek(JsonNode alert) {
    return alert.has("actual_last_week")
        ? "; a week before " + number(alert, "actual_last_week")
        : "";
  }

  private static String number(JsonNode node, String name) {
    return String.format(Locale.ROOT, "%,.0f", node.path(name).asDouble());
  }

  private static void add(List<String> lines, String what, String text) {
    lines.add(String.format(Locale.ROOT, "|   %-9s %s", what, text));
  }
}

package dev.tidemark.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.local.client.Tidemark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The job that a replay goes to, and the rule that watches it; both are created if missing. */
final class ReplayJob {

  private static final List<String> INFLUENCERS =
      List.of(
          "source.ip",
          "destination.ip",
          "destination.geo.country_name",
          "destination.as.organization.name");

  private final Tidemark tidemark;
  private final String id;

  ReplayJob(Tidemark tidemark, String id) {
    this.tidemark = tidemark;
    this.id = id;
  }

  /** The job as it is, created with this bucket span if there was none. */
  JsonNode orCreate(Duration span, String lateness) {
    Optional<JsonNode> existing = tidemark.job(id);
    if (existing.isEmpty()) {
      tidemark
          .baseline()
          .post(
              "/api/v1/jobs",
              Map.of(
                  "id",
                  id,
                  "name",
                  "Replay " + id.replaceFirst("^replay-", ""),
                  "description",
                  "Created by deploy/local/replay",
                  "bucket_span",
                  span.toSeconds() + "s",
                  "allowed_lateness",
                  lateness,
                  "detectors",
                  List.of(Map.of("function", "high_count")),
                  "influencers",
                  INFLUENCERS,
                  "custom_rule",
                  Map.of("minimum_factor", 1.25)))
          .orThrow();
    }
    ensureRule();
    return tidemark.job(id).orElseThrow();
  }

  private void ensureRule() {
    boolean watched =
        tidemark.alert().all("/api/v1/rules", "rules").stream()
            .filter(rule -> rule.path("type").asText().equals("machine_learning"))
            .anyMatch(this::watches);
    if (!watched) {
      tidemark
          .alert()
          .post(
              "/api/v1/rules",
              Map.of(
                  "id",
                  id,
                  "name",
                  "Spike in " + id,
                  "description",
                  "Created by deploy/local/replay",
                  "jobs",
                  List.of(id),
                  "anomaly_threshold",
                  75))
          .orThrow();
    }
  }

  private boolean watches(JsonNode rule) {
    for (JsonNode job : rule.path("jobs")) {
      if (job.asText().equals(id)) {
        return true;
      }
    }
    return rule.path("jobs").isEmpty();
  }
}

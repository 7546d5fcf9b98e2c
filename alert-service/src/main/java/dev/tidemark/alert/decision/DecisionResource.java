package dev.tidemark.alert.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.alert.ops.Parameters;
import dev.tidemark.alert.ops.Requires;
import dev.tidemark.contract.ApiKeys.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Decisions over REST. */
@Path("/api/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Decisions")
public class DecisionResource {

  private static final String CURSOR = "decisions";

  private final DecisionRepository decisions;

  DecisionResource(DecisionRepository decisions) {
    this.decisions = decisions;
  }

  /**
   * A page of decisions.
   *
   * @param decisions latest bucket first
   * @param nextCursor where the next page begins; absent on the last one
   */
  public record Page(
      List<JsonNode> decisions, @JsonProperty("next_cursor") @Nullable String nextCursor) {
    /** Copies the decisions. */
    public Page {
      decisions = List.copyOf(decisions);
    }
  }

  /** Lists decisions. */
  @GET
  @Requires(Scope.READ)
  @Operation(
      summary = "Why records did or did not alert, latest bucket first",
      description = "from and to are about the start of the record's bucket.")
  public Uni<Page> list(
      @QueryParam("rule") @Nullable String rule,
      @QueryParam("job") @Nullable String job,
      @QueryParam("record") @Nullable String record,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("alerted") @Nullable String alerted,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    put(conditions, "d.rule_id = :rule", rule);
    put(conditions, "d.job_id = :job", job);
    put(conditions, "d.record_id = :record", record);
    putTime(conditions, "d.bucket_start >= CAST(CAST(:from AS text) AS timestamptz)", "from", from);
    putTime(conditions, "d.bucket_start < CAST(CAST(:to AS text) AS timestamptz)", "to", to);
    if (alerted != null) {
      Parameters.oneOf("alerted", alerted, List.of("true", "false"));
      conditions.put("d.alerted = :alerted", Boolean.valueOf(alerted));
    }
    int size = Parameters.limit(limit);
    List<String> after = cursor == null ? List.of() : position(cursor);
    return decisions.list(conditions, after, size + 1).map(found -> page(found, size));
  }

  private static void put(Map<String, Object> conditions, String condition, @Nullable String text) {
    if (text != null) {
      conditions.put(condition, text);
    }
  }

  private static void putTime(
      Map<String, Object> conditions, String condition, String name, @Nullable String text) {
    if (text != null) {
      conditions.put(condition, Parameters.instant(name, text).toString());
    }
  }

  private static List<String> position(String cursor) {
    List<String> parts = Parameters.cursor(CURSOR, 3, cursor);
    try {
      Instant.parse(parts.getFirst());
      return parts;
    } catch (DateTimeException notTime) {
      throw Parameters.unknownCursor();
    }
  }

  private static Page page(List<JsonNode> found, int size) {
    List<JsonNode> shown = found.subList(0, Math.min(size, found.size()));
    String next = null;
    if (found.size() > size) {
      JsonNode last = shown.getLast();
      next =
          Parameters.cursor(
              CURSOR,
              List.of(
                  last.path("bucket_start").asText(),
                  last.path("record_id").asText(),
                  last.path("rule_id").asText()));
    }
    return new Page(shown, next);
  }
}

package dev.tidemark.baseline.backfill;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.baseline.backfill.CountsReader.Counts;
import dev.tidemark.baseline.backfill.CountsReader.Format;
import dev.tidemark.baseline.backfill.CountsReader.LineError;
import dev.tidemark.baseline.ops.CurrentCaller;
import dev.tidemark.baseline.ops.Parameters;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.baseline.ops.Requires;
import dev.tidemark.contract.ApiKeys.Scope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The REST door of backfills. */
@Path("/api/v1/jobs/{id}/backfills")
@Tag(name = "Backfills")
@RegisterForReflection // DoorFilter reads the annotations of its methods.
public class BackfillResource {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MAX_KEY = 200;

  private final Backfills backfills;
  private final CurrentCaller caller;

  BackfillResource(Backfills backfills, CurrentCaller caller) {
    this.backfills = backfills;
    this.caller = caller;
  }

  /**
   * The body that begins a session.
   *
   * @param from start of its first bucket
   * @param openAlerts whether its records may open alerts, which never notify; default false
   */
  public record Begin(String from, @JsonProperty("open_alerts") boolean openAlerts) {}

  /**
   * The body that advances a session.
   *
   * @param until everything before this time has been sent
   */
  public record Advance(String until) {}

  /**
   * The body that ends a session.
   *
   * @param live whether the job goes live; default false
   */
  public record End(boolean live) {}

  /**
   * The sessions of a job.
   *
   * @param backfills newest first
   */
  @RegisterForReflection
  public record BackfillList(List<BackfillView> backfills) {
    /** Copies them. */
    public BackfillList {
      backfills = List.copyOf(backfills);
    }
  }

  /**
   * What became of counts.
   *
   * @param accepted lines that count, durably
   * @param rejected lines that do not
   * @param errors why, at most 100 of them
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record CountsAnswer(int accepted, int rejected, List<LineError> errors) {
    /** Copies the errors. */
    public CountsAnswer {
      errors = List.copyOf(errors);
    }
  }

  /** Begins a session. */
  @POST
  @Requires(Scope.OPERATE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Begin a backfill at the start of a bucket")
  @RequestBody(content = @Content(schema = @Schema(implementation = Begin.class)))
  public Uni<RestResponse<BackfillView>> begin(@PathParam("id") String id, byte[] body) {
    JsonNode document = object(body, Set.of("from", "open_alerts"));
    var from = Parameters.instant("from", text(document, "from"));
    return backfills
        .begin(id, from, flag(document, "open_alerts"), caller.name())
        .map(BackfillResource::created);
  }

  private static RestResponse<BackfillView> created(BackfillView view) {
    URI location = URI.create("/api/v1/jobs/" + view.jobId() + "/backfills/" + view.id());
    return RestResponse.ResponseBuilder.<BackfillView>created(location).entity(view).build();
  }

  /** The sessions of a job. */
  @GET
  @Requires(Scope.READ)
  @Operation(summary = "List a job's backfills, newest first")
  public Uni<BackfillList> list(@PathParam("id") String id) {
    return backfills.list(id).map(BackfillList::new);
  }

  /** One session. */
  @GET
  @Path("/{backfill}")
  @Requires(Scope.READ)
  @Operation(summary = "Get a backfill with its progress")
  public Uni<BackfillView> get(@PathParam("id") String id, @PathParam("backfill") String backfill) {
    return backfills.get(id, backfill);
  }

  /** Takes plain values. */
  @POST
  @Path("/{backfill}/counts")
  @Requires({Scope.OPERATE, Scope.INGEST})
  @Consumes({"application/x-ndjson", MediaType.APPLICATION_JSON, "text/csv"})
  @Operation(
      summary =
          "Send plain values: bucket_start, value, and partition, by, detector if need be; means and"
              + " distinct counts need events")
  @RequestBody(
      description = "NDJSON, a JSON array, or CSV with a header line",
      content = {
        @Content(
            mediaType = "application/x-ndjson",
            schema = @Schema(implementation = String.class)),
        @Content(mediaType = "application/json", schema = @Schema(implementation = Object[].class)),
        @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
      })
  public Uni<RestResponse<CountsAnswer>> counts(
      @PathParam("id") String id,
      @PathParam("backfill") String backfill,
      @HeaderParam("Content-Type") String type,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body) {
    Counts counts = new Counts(format(type), new String(body, StandardCharsets.UTF_8));
    return backfills
        .count(id, backfill, counts, batchKey(backfill, key))
        .map(
            outcome ->
                new CountsAnswer(outcome.counts().size(), outcome.rejected(), outcome.errors()))
        .map(answer -> RestResponse.status(RestResponse.Status.ACCEPTED, answer));
  }

  /** Says that everything before a time has been sent. */
  @POST
  @Path("/{backfill}/advance")
  @Requires({Scope.OPERATE, Scope.INGEST})
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Say that everything before a time has been sent and acknowledged")
  @RequestBody(content = @Content(schema = @Schema(implementation = Advance.class)))
  public Uni<RestResponse<BackfillView>> advance(
      @PathParam("id") String id, @PathParam("backfill") String backfill, byte[] body) {
    JsonNode document = object(body, Set.of("until"));
    var until = Parameters.instant("until", text(document, "until"));
    return backfills
        .advance(id, backfill, until, caller.name())
        .chain(() -> accepted(id, backfill));
  }

  /** Ends a session. */
  @POST
  @Path("/{backfill}/end")
  @Requires(Scope.OPERATE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "End a backfill: the job goes live, or is closed")
  @RequestBody(content = @Content(schema = @Schema(implementation = End.class)))
  public Uni<RestResponse<BackfillView>> end(
      @PathParam("id") String id, @PathParam("backfill") String backfill, byte[] body) {
    JsonNode document = object(body, Set.of("live"));
    return backfills
        .end(id, backfill, flag(document, "live"), caller.name())
        .chain(() -> accepted(id, backfill));
  }

  private Uni<RestResponse<BackfillView>> accepted(String id, String backfill) {
    return backfills
        .get(id, backfill)
        .map(view -> RestResponse.status(RestResponse.Status.ACCEPTED, view));
  }

  private static Format format(String contentType) {
    MediaType type = MediaType.valueOf(contentType);
    return switch (type.getSubtype()) {
      case "x-ndjson" -> Format.NDJSON;
      case "csv" -> Format.CSV;
      default -> Format.JSON;
    };
  }

  // Made unique among sessions and doors: owners remember it for a day.
  private static @Nullable String batchKey(String backfill, @Nullable String key) {
    if (key == null) {
      return null;
    }
    if (key.isBlank() || key.length() > MAX_KEY) {
      throw Refusal.parameter(
          "Idempotency-Key",
          "Idempotency-Key has " + key.length() + " characters; it takes 1 to " + MAX_KEY);
    }
    return "counts/" + backfill + "/" + key;
  }

  private static JsonNode object(byte[] body, Set<String> known) {
    JsonNode node;
    try {
      node = body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw BackfillRefusals.body("", "The body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw BackfillRefusals.body("", "The body cannot be read.");
    }
    if (!node.isObject()) {
      throw BackfillRefusals.body("", "The body is not a JSON object.");
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!known.contains(property.getKey())) {
        throw BackfillRefusals.body(
            "/" + property.getKey(), "property '" + property.getKey() + "' is unknown");
      }
    }
    return node;
  }

  private static String text(JsonNode document, String name) {
    if (!document.path(name).isTextual()) {
      throw BackfillRefusals.body("/" + name, name + " is missing or not a text");
    }
    return document.path(name).asText();
  }

  private static boolean flag(JsonNode document, String name) {
    JsonNode value = document.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw BackfillRefusals.body("/" + name, name + " is neither true nor false");
    }
    return value.asBoolean();
  }
}

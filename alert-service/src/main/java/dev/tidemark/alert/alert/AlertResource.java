package dev.tidemark.alert.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.alert.ops.CurrentCaller;
import dev.tidemark.alert.ops.ETags;
import dev.tidemark.alert.ops.Parameters;
import dev.tidemark.alert.ops.Problems;
import dev.tidemark.alert.ops.Requires;
import dev.tidemark.contract.ApiKeys.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Alerts over REST. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
public class AlertResource {

  private final AlertRepository alerts;
  private final AlertDocument documents;
  private final CurrentCaller caller;

  AlertResource(AlertRepository alerts, AlertDocument documents, CurrentCaller caller) {
    this.alerts = alerts;
    this.documents = documents;
    this.caller = caller;
  }

  /**
   * A page of alerts.
   *
   * @param alerts in the order that was asked for
   * @param nextCursor where the next page begins; absent on the last one
   */
  public record Page(
      List<ObjectNode> alerts, @JsonProperty("next_cursor") @Nullable String nextCursor) {
    /** Copies the alerts. */
    public Page {
      alerts = List.copyOf(alerts);
    }
  }

  /** Lists alerts. */
  @GET
  @Requires(Scope.READ)
  @Operation(
      summary = "List alerts, newest first",
      description =
          "from and to are about the start of the alert's first bucket; q is looked for in evidence"
              + " and rule; sort is time or score, order asc or desc.")
  public Uni<Page> list(
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("status") @Nullable String status,
      @QueryParam("rule") @Nullable String rule,
      @QueryParam("job") @Nullable String job,
      @QueryParam("severity") @Nullable String severity,
      @QueryParam("min_score") @Nullable String minScore,
      @QueryParam("q") @Nullable String text,
      @QueryParam("sort") @DefaultValue("time") String sort,
      @QueryParam("order") @DefaultValue("desc") String order,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    AlertQuery query =
        new AlertParameters()
            .time(from, to)
            .status(status)
            .source(rule, job)
            .weight(severity, minScore)
            .text(text)
            .query(sort, order, cursor, limit);
    return alerts.list(query).map(found -> page(found, query, sort, order));
  }

  private Page page(List<AlertEntity> found, AlertQuery query, String sort, String order) {
    List<AlertEntity> shown = found.subList(0, Math.min(query.limit(), found.size()));
    String next = null;
    if (found.size() > shown.size()) {
      AlertQuery.Position last = query.positionOf(shown.getLast());
      next =
          Parameters.cursor(
              "alerts/" + sort + "/" + order, List.of(Double.toString(last.key()), last.id()));
    }
    return new Page(shown.stream().map(documents::brief).toList(), next);
  }

  /** Gets one alert with all its evidence. */
  @GET
  @Path("{id}")
  @Requires(Scope.READ)
  @Operation(summary = "Get an alert with all its evidence and history; its version is the ETag")
  public Uni<RestResponse<ObjectNode>> get(@PathParam("id") String id) {
    return alerts.get(id).map(AlertResource::answer);
  }

  /** Changes an alert's status. */
  @POST
  @Path("{id}/status")
  @Consumes(MediaType.APPLICATION_JSON)
  @Requires(Scope.OPERATE)
  @Operation(
      summary = "Change an alert's status",
      description =
          "open, acknowledged or closed; closing needs a reason and silences the episode."
              + " Closed as expected, it teaches the baseline once its episode is over, unless"
              + " teach is false. With If-Match nothing happens unless the alert is as it was seen.")
  public Uni<RestResponse<ObjectNode>> status(
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Nullable StatusChange change) {
    if (change == null) {
      throw Problems.of(
              "invalid-body", "Invalid body", Status.BAD_REQUEST, "the body is empty; send status")
          .build();
    }
    return alerts
        .change(id, change, ETags.version(ifMatch), caller.name())
        .map(AlertResource::answer);
  }

  private static RestResponse<ObjectNode> answer(AlertRepository.Seen seen) {
    return RestResponse.ResponseBuilder.ok(seen.document())
        .tag(Long.toString(seen.version()))
        .build();
  }
}

package dev.tidemark.alert.rule;

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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Rules over REST. */
@Path("/api/v1/rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rules")
public class RuleResource {

  private static final String CURSOR = "rules";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final RuleRepository rules;
  private final RuleView views;
  private final CurrentCaller caller;
  private final Clock clock;

  RuleResource(RuleRepository rules, RuleView views, CurrentCaller caller, Clock clock) {
    this.rules = rules;
    this.views = views;
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * A page of rules.
   *
   * @param rules in order of id
   * @param nextCursor where the next page begins; absent on the last one
   */
  public record Page(
      List<ObjectNode> rules, @JsonProperty("next_cursor") @Nullable String nextCursor) {
    /** Copies the rules. */
    public Page {
      rules = List.copyOf(rules);
    }
  }

  /** Lists rules. */
  @GET
  @Requires(Scope.READ)
  @Operation(summary = "List rules in order of id, with how their jobs do")
  public Uni<Page> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    int size = Parameters.limit(limit);
    String after = cursor == null ? "" : Parameters.cursor(CURSOR, 1, cursor).getFirst();
    return rules.page(after, size + 1).chain(found -> page(found, size));
  }

  private Uni<Page> page(List<RuleEntity> found, int size) {
    List<RuleEntity> shown = found.subList(0, Math.min(size, found.size()));
    String next =
        found.size() > size ? Parameters.cursor(CURSOR, List.of(shown.getLast().id)) : null;
    return views.of(shown).map(documents -> new Page(documents, next));
  }

  /** Gets one rule. */
  @GET
  @Path("{id}")
  @Requires(Scope.READ)
  @Operation(summary = "Get a rule with how its jobs do; its version is the ETag")
  public Uni<RestResponse<ObjectNode>> get(@PathParam("id") String id) {
    return rules.find(id).chain(rule -> answer(id, rule));
  }

  /** Creates a rule. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Requires(Scope.ADMIN)
  @Operation(
      summary = "Create a rule",
      description =
          "id and name are needed; enabled is true unless said otherwise. Creating a rule does not"
              + " open its jobs; enabling it does.")
  @RequestBody(content = @Content(schema = @Schema(implementation = RuleDefinition.class)))
  public Uni<RestResponse<ObjectNode>> create(byte @Nullable [] body) {
    RuleDocument.New wanted = RuleDocument.create(body);
    RuleEntity rule =
        RuleEntity.of(wanted.id(), wanted.definition(), caller.name(), clock.instant());
    rule.enabled = wanted.enabled();
    return rules
        .create(rule)
        .invoke(created -> requireCreated(created, rule.id))
        .chain(() -> views.of(rule))
        .map(document -> created(rule, document));
  }

  private static RestResponse<ObjectNode> created(RuleEntity rule, ObjectNode document) {
    return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, document)
        .location(URI.create("/api/v1/rules/" + rule.id))
        .tag(Long.toString(rule.version))
        .build();
  }

  private static void requireCreated(boolean created, String id) {
    if (!created) {
      throw conflict("rule-exists", "Rule exists", "there is a rule '" + id + "' already");
    }
  }

  /** Changes a rule. */
  @PATCH
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
  @Requires(Scope.ADMIN)
  @Operation(summary = "Change what a JSON merge patch names (RFC 7386)")
  @RequestBody(content = @Content(schema = @Schema(implementation = RuleDefinition.class)))
  public Uni<RestResponse<ObjectNode>> patch(
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte @Nullable [] body) {
    ObjectNode patch = RuleDocument.object(body);
    Long version = ETags.version(ifMatch);
    String actor = caller.name();
    return change(
        id,
        rule -> {
          requireVersion(rule, version);
          rule.become(RuleDocument.patched(rule.parsed(), patch), actor, clock.instant());
        });
  }

  /** Switches a rule on. */
  @POST
  @Path("{id}/enable")
  @Requires(Scope.OPERATE)
  @Operation(summary = "Switch a rule on; that opens its jobs")
  public Uni<RestResponse<ObjectNode>> enable(@PathParam("id") String id) {
    return switched(id, true);
  }

  /** Switches a rule off. */
  @POST
  @Path("{id}/disable")
  @Requires(Scope.OPERATE)
  @Operation(summary = "Switch a rule off; its jobs stay open")
  public Uni<RestResponse<ObjectNode>> disable(@PathParam("id") String id) {
    return switched(id, false);
  }

  private Uni<RestResponse<ObjectNode>> switched(String id, boolean on) {
    String actor = caller.name();
    return change(
        id,
        rule -> {
          if (rule.enabled != on) {
            rule.enabled = on;
            rule.startPending = on;
            rule.touch(actor, clock.instant());
          }
        });
  }

  private Uni<RestResponse<ObjectNode>> change(String id, Consumer<RuleEntity> change) {
    return rules.change(id, change).chain(rule -> answer(id, rule));
  }

  /** Deletes a rule. */
  @DELETE
  @Path("{id}")
  @Requires(Scope.ADMIN)
  @Operation(summary = "Delete a rule; its alerts stay")
  public Uni<RestResponse<Void>> delete(@PathParam("id") String id) {
    return rules
        .delete(id, RuleResource::requireOwn)
        .invoke(rule -> known(id, rule))
        .replaceWith(RestResponse::noContent);
  }

  private static void requireOwn(RuleEntity rule) {
    if (rule.shipped) {
      throw conflict(
          "rule-shipped",
          "Rule is shipped",
          "rule '" + rule.id + "' is shipped and cannot be deleted; disable it");
    }
  }

  private static void requireVersion(RuleEntity rule, @Nullable Long version) {
    if (version != null && version != rule.version) {
      throw Problems.of(
              "version-mismatch",
              "Version mismatch",
              Status.PRECONDITION_FAILED,
              "rule '" + rule.id + "' has changed meanwhile; get it again and look")
          .build();
    }
  }

  private Uni<RestResponse<ObjectNode>> answer(String id, @Nullable RuleEntity found) {
    RuleEntity rule = known(id, found);
    return views
        .of(rule)
        .map(
            document ->
                RestResponse.ResponseBuilder.ok(document).tag(Long.toString(rule.version)).build());
  }

  private static RuleEntity known(String id, @Nullable RuleEntity rule) {
    if (rule == null) {
      throw Problems.of(
              "unknown-rule", "Unknown rule", Status.NOT_FOUND, "there is no rule '" + id + "'")
          .build();
    }
    return rule;
  }

  private static RuntimeException conflict(String code, String title, String detail) {
    return Problems.of(code, title, Status.CONFLICT, detail).build();
  }
}

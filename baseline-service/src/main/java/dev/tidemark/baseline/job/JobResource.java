package dev.tidemark.baseline.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.definition.JobDefinition;
import dev.tidemark.baseline.ops.CurrentCaller;
import dev.tidemark.baseline.ops.Parameters;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.baseline.ops.Requires;
import dev.tidemark.contract.ApiKeys.Scope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The REST door of jobs. */
@Path("/api/v1/jobs")
@Tag(name = "Jobs")
@RegisterForReflection // DoorFilter reads the annotations of its methods.
public class JobResource {

  private static final String CURSOR = "jobs";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final Jobs jobs;
  private final JobStatus status;
  private final CurrentCaller caller;

  JobResource(Jobs jobs, JobStatus status, CurrentCaller caller) {
    this.jobs = jobs;
    this.status = status;
    this.caller = caller;
  }

  /**
   * A page of jobs.
   *
   * @param jobs in order of id
   * @param nextCursor where the next page begins; absent on the last one
   */
  public record JobPage(
      List<JobView> jobs, @JsonProperty("next_cursor") @Nullable String nextCursor) {
    /** Copies the jobs. */
    public JobPage {
      jobs = List.copyOf(jobs);
    }
  }

  /** Creates a job, closed. */
  @POST
  @Requires(Scope.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Create a job, closed")
  @RequestBody(
      description = "The settable properties of a job; id and detectors are needed.",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  public Uni<RestResponse<JobView>> create(byte[] body) {
    JobDefinition definition;
    try {
      definition = JobDocument.read(JobDocument.object(body));
    } catch (InvalidDefinition fault) {
      throw Refusal.of(fault);
    }
    return jobs.create(definition)
        .map(
            job ->
                RestResponse.ResponseBuilder.<JobView>created(
                        URI.create("/api/v1/jobs/" + job.id()))
                    .entity(JobView.of(job))
                    .tag(Long.toString(job.revision()))
                    .build());
  }

  /** Jobs in order of id. */
  @GET
  @Requires(Scope.READ)
  @Operation(summary = "List jobs in order of id")
  public Uni<JobPage> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    int size = Parameters.limit(limit);
    String after = cursor == null ? "" : Parameters.cursor(CURSOR, 1, cursor).get(0);
    return jobs.list(after, size + 1).map(found -> page(found, size));
  }

  private static JobPage page(List<Job> found, int size) {
    List<Job> shown = found.size() > size ? found.subList(0, size) : found;
    String next =
        found.size() > size ? Parameters.cursor(CURSOR, List.of(shown.get(size - 1).id())) : null;
    return new JobPage(shown.stream().map(JobView::of).toList(), next);
  }

  /** One job; its revision is the ETag. */
  @GET
  @Path("/{id}")
  @Requires(Scope.READ)
  @Operation(summary = "Get a job; its revision is the ETag")
  public Uni<RestResponse<JobView>> get(@PathParam("id") String id) {
    return jobs.get(id).map(JobResource::answer);
  }

  /** Changes what may change. */
  @PATCH
  @Path("/{id}")
  @Requires(Scope.ADMIN)
  @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
  @Operation(
      summary =
          "Change name, description, allowed_lateness, influencers, record_threshold, custom_rule or"
              + " model_plot by a merge patch; needs If-Match with the ETag")
  @RequestBody(content = @Content(schema = @Schema(implementation = JobView.class)))
  public Uni<RestResponse<JobView>> patch(
      @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String match, byte[] body) {
    long seen = revision(id, match);
    ObjectNode patch = JobDocument.object(body);
    return jobs.patch(id, seen, before -> JobDocument.patched(before, patch), caller.name())
        .map(JobResource::answer);
  }

  /** Deletes a closed job with its models and results. */
  @DELETE
  @Path("/{id}")
  @Requires(Scope.ADMIN)
  @Operation(summary = "Delete a closed job with its models and results")
  public Uni<RestResponse<Void>> delete(@PathParam("id") String id) {
    return jobs.delete(id, caller.name()).map(job -> RestResponse.noContent());
  }

  /** Starts counting live events at the next bucket edge at least one minute ahead. */
  @POST
  @Path("/{id}/open")
  @Requires(Scope.OPERATE)
  @Operation(summary = "Open a job: live events count from live_from on")
  public Uni<RestResponse<JobView>> open(@PathParam("id") String id) {
    return jobs.open(id, caller.name()).map(JobResource::answer);
  }

  /** Stops counting. */
  @POST
  @Path("/{id}/close")
  @Requires(Scope.OPERATE)
  @Operation(summary = "Close a job; what it learned is kept")
  public Uni<RestResponse<JobView>> close(@PathParam("id") String id) {
    return jobs.close(id, caller.name()).map(JobResource::answer);
  }

  /** What its shards have counted. */
  @GET
  @Path("/{id}/statistics")
  @Requires(Scope.READ)
  @Operation(summary = "What the job's shards have counted, summed and one by one")
  public Uni<JobStatus.StatisticsView> statistics(@PathParam("id") String id) {
    return jobs.get(id).chain(status::statistics);
  }

  /** How it is, with reasons. */
  @GET
  @Path("/{id}/health")
  @Requires(Scope.READ)
  @Operation(summary = "Whether the job is ok, degraded or failing, and why")
  public Uni<JobStatus.HealthView> health(@PathParam("id") String id) {
    return jobs.get(id).chain(status::health);
  }

  private static RestResponse<JobView> answer(Job job) {
    return RestResponse.ResponseBuilder.ok(JobView.of(job))
        .tag(Long.toString(job.revision()))
        .build();
  }

  private static long revision(String id, @Nullable String match) {
    if (match == null) {
      throw new Refusal(
          Refusal.Code.PRECONDITION_REQUIRED,
          "Send If-Match with the ETag that GET /api/v1/jobs/" + id + " gave.");
    }
    if (match.strip().equals("*")) {
      return Jobs.ANY_REVISION;
    }
    try {
      return Long.parseLong(match.strip().replace("\"", ""));
    } catch (NumberFormatException e) {
      throw new Refusal(
          Refusal.Code.REVISION_MISMATCH, "If-Match '" + match + "' is no ETag of a job.");
    }
  }
}

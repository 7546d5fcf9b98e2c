package dev.tidemark.baseline.result;

import dev.tidemark.baseline.job.Jobs;
import dev.tidemark.baseline.ops.Requires;
import dev.tidemark.contract.ApiKeys.Scope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The REST door of results. */
@Path("/api/v1/jobs/{id}")
@Tag(name = "Results")
@RegisterForReflection // DoorFilter reads the annotations of its methods.
public class ResultResource {

  private final Jobs jobs;
  private final BucketQueries buckets;
  private final RecordQueries records;

  ResultResource(Jobs jobs, BucketQueries buckets, RecordQueries records) {
    this.jobs = jobs;
    this.buckets = buckets;
    this.records = records;
  }

  /** Closed buckets. */
  @GET
  @Path("/buckets")
  @Requires(Scope.READ)
  @Operation(
      summary = "List closed buckets in order of time (sort=asc or desc)",
      description =
          "With detector, partition_value and by_value of one series this is its model plot: actual,"
              + " typical, lower and upper. They are kept for records, and for every bucket that is"
              + " closed while the job has model_plot.")
  public Uni<BucketView.Page> buckets(
      @PathParam("id") String id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("min_score") @Nullable String minScore,
      @QueryParam("detector") @Nullable String detector,
      @QueryParam("partition_value") @Nullable String partitionValue,
      @QueryParam("by_value") @Nullable String byValue,
      @QueryParam("sort") @Nullable String sort,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    ResultQuery query =
        ResultQuery.read(
            new ResultQuery.Texts(
                from, to, minScore, detector, partitionValue, byValue, null, sort, limit, cursor));
    return jobs.get(id).chain(job -> buckets.page(job, query));
  }

  /** Records. */
  @GET
  @Path("/records")
  @Requires(Scope.READ)
  @Operation(summary = "List records in order of time (sort=asc or desc)")
  public Uni<RecordView.Page> records(
      @PathParam("id") String id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("min_score") @Nullable String minScore,
      @QueryParam("detector") @Nullable String detector,
      @QueryParam("partition_value") @Nullable String partitionValue,
      @QueryParam("by_value") @Nullable String byValue,
      @QueryParam("include_interim") @Nullable String includeInterim,
      @QueryParam("sort") @Nullable String sort,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    ResultQuery query =
        ResultQuery.read(
            new ResultQuery.Texts(
                from,
                to,
                minScore,
                detector,
                partitionValue,
                byValue,
                includeInterim,
                sort,
                limit,
                cursor));
    return jobs.get(id).chain(job -> records.page(job, query));
  }

  /** One record. */
  @GET
  @Path("/records/{record}")
  @Requires(Scope.READ)
  @Operation(summary = "Get a record with all its evidence")
  public Uni<RecordView> record(@PathParam("id") String id, @PathParam("record") String record) {
    return jobs.get(id).chain(job -> records.get(job, record));
  }
}

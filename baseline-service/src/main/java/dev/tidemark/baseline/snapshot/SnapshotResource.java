package dev.tidemark.baseline.snapshot;

import dev.tidemark.baseline.ops.CurrentCaller;
import dev.tidemark.baseline.ops.Requires;
import dev.tidemark.contract.ApiKeys.Scope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The REST door of snapshots. */
@Path("/api/v1/jobs/{id}/snapshots")
@Tag(name = "Snapshots")
@RegisterForReflection // DoorFilter reads the annotations of its methods.
public class SnapshotResource {

  private final JobSnapshots snapshots;
  private final CurrentCaller caller;

  SnapshotResource(JobSnapshots snapshots, CurrentCaller caller) {
    this.snapshots = snapshots;
    this.caller = caller;
  }

  /** The snapshots of a job. */
  @GET
  @Requires(Scope.READ)
  @Operation(summary = "List the snapshots of what a job has learned, newest first")
  public Uni<SnapshotView.Snapshots> list(@PathParam("id") String id) {
    return snapshots.list(id).map(SnapshotView.Snapshots::new);
  }

  /** Goes back to a snapshot. */
  @POST
  @Path("/{snapshot}/revert")
  @Requires(Scope.OPERATE)
  @Operation(
      summary = "Go back to what a job had learned until a snapshot",
      description =
          "Buckets and records stay; series that were not known then begin anew. Each shard obeys at"
              + " a place of the log; its statistics then count one more of reverts.")
  public Uni<RestResponse<SnapshotView>> revert(
      @PathParam("id") String id, @PathParam("snapshot") String snapshot) {
    return snapshots
        .revert(id, snapshot, caller.name())
        .map(view -> RestResponse.status(RestResponse.Status.ACCEPTED, view));
  }
}

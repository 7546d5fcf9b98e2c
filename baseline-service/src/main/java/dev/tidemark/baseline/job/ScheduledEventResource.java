package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.baseline.ops.CurrentCaller;
import dev.tidemark.baseline.ops.Requires;
import dev.tidemark.contract.ApiKeys.Scope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The REST door of calendars. */
@Path("/api/v1/jobs/{id}/scheduled-events")
@Tag(name = "Scheduled events")
@RegisterForReflection // DoorFilter reads the annotations of its methods.
public class ScheduledEventResource {

  private final ScheduledEvents events;
  private final Jobs jobs;
  private final CurrentCaller caller;

  ScheduledEventResource(ScheduledEvents events, Jobs jobs, CurrentCaller caller) {
    this.events = events;
    this.jobs = jobs;
    this.caller = caller;
  }

  /** Adds an event. */
  @POST
  @Requires(Scope.OPERATE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Schedule an event during which nothing alerts and nothing is learned",
      description =
          "For the whole job, or one series. rrule repeats it in the local time of time_zone"
              + " (default: the job's). It is in force for buckets that are closed after a shard"
              + " has taken over the job's revision.")
  @RequestBody(
      description = "name, from, to; and rrule, time_zone, series if need be",
      content = @Content(schema = @Schema(implementation = ScheduledEventView.class)))
  public Uni<RestResponse<ScheduledEventView>> add(@PathParam("id") String id, byte[] body) {
    ObjectNode document = JobDocument.object(body);
    return events.add(id, document, caller.name()).map(event -> accepted(id, event));
  }

  private static RestResponse<ScheduledEventView> accepted(String id, ScheduledEvent event) {
    return RestResponse.ResponseBuilder.<ScheduledEventView>create(RestResponse.Status.ACCEPTED)
        .location(URI.create("/api/v1/jobs/" + id + "/scheduled-events/" + event.id()))
        .entity(ScheduledEventView.of(event))
        .build();
  }

  /** All events of a job. */
  @GET
  @Requires(Scope.READ)
  @Operation(summary = "List a job's scheduled events in the order in which they were made")
  public Uni<ScheduledEventView.Events> list(@PathParam("id") String id) {
    return jobs.get(id)
        .map(job -> job.scheduledEvents().stream().map(ScheduledEventView::of).toList())
        .map(ScheduledEventView.Events::new);
  }

  /** One event. */
  @GET
  @Path("/{event}")
  @Requires(Scope.READ)
  @Operation(summary = "Get a scheduled event")
  public Uni<ScheduledEventView> get(@PathParam("id") String id, @PathParam("event") String event) {
    return jobs.get(id).map(job -> ScheduledEventView.of(ScheduledEvents.find(job, event)));
  }

  /** Deletes an event. */
  @DELETE
  @Path("/{event}")
  @Requires(Scope.OPERATE)
  @Operation(
      summary = "Delete a scheduled event; buckets that were closed under it stay as they are")
  public Uni<RestResponse<ScheduledEventView>> delete(
      @PathParam("id") String id, @PathParam("event") String event) {
    return events
        .delete(id, event, caller.name())
        .map(
            gone -> RestResponse.status(RestResponse.Status.ACCEPTED, ScheduledEventView.of(gone)));
  }
}

package dev.tidemark.alert.webhook;

import dev.tidemark.alert.ops.Requires;
import dev.tidemark.contract.ApiKeys.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Deliveries over REST. */
@Path("/api/v1/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class DeliveryResource {

  private final DeliveryStore deliveries;
  private final DeliverySender sender;
  private final Clock clock;

  DeliveryResource(DeliveryStore deliveries, DeliverySender sender, Clock clock) {
    this.deliveries = deliveries;
    this.sender = sender;
    this.clock = clock;
  }

  /** Gets one delivery. */
  @GET
  @Path("{id}")
  @Operation(summary = "Get a delivery with its attempts")
  @Requires(Scope.READ)
  public Uni<DeliveryView> get(@PathParam("id") String id) {
    return deliveries
        .find(id)
        .map(delivery -> delivery.orElseThrow(() -> WebhookProblems.noDelivery(id)));
  }

  /** Sends a dead letter again. */
  @POST
  @Path("{id}/retry")
  @Operation(
      summary = "Send a dead letter again",
      description = "It is due at once, and then tried by the usual schedule for 24 h.")
  @Requires(Scope.OPERATE)
  public Uni<RestResponse<DeliveryView>> retry(@PathParam("id") String id) {
    return get(id)
        .chain(() -> deliveries.retry(id, clock.instant()))
        .invoke(retried -> requireRetried(id, retried))
        .chain(() -> get(id))
        .invoke(sender::wake)
        .map(
            view ->
                RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, view).build());
  }

  private static void requireRetried(String id, boolean retried) {
    if (!retried) {
      throw WebhookProblems.conflict(
          "delivery-not-dead",
          "Delivery cannot be sent again",
          "delivery '"
              + id
              + "' is not dead, or its webhook is disabled; enable it first with POST"
              + " /api/v1/webhooks/{id}/enable");
    }
  }
}

package dev.tidemark.alert.webhook;

import dev.tidemark.alert.ops.CurrentCaller;
import dev.tidemark.alert.ops.Problems;
import dev.tidemark.alert.ops.Requires;
import dev.tidemark.alert.webhook.NotificationPost.Destination;
import dev.tidemark.contract.ApiKeys.Scope;
import dev.tidemark.contract.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Webhooks over REST. */
@Path("/api/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class WebhookResource {

  private static final List<String> STATUSES = List.of("pending", "delivered", "dead");

  private final WebhookCreation creation;
  private final WebhookStore webhooks;
  private final DeliveryStore deliveries;
  private final NotificationPost post;
  private final Clock clock;
  private final CurrentCaller caller;

  WebhookResource(
      WebhookCreation creation,
      WebhookStore webhooks,
      DeliveryStore deliveries,
      NotificationPost post,
      Clock clock,
      CurrentCaller caller) {
    this.creation = creation;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.post = post;
    this.clock = clock;
    this.caller = caller;
  }

  /** Creates a webhook. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Create a webhook",
      description =
          "The answer holds the secret that notifications are signed with (Standard Webhooks); it is"
              + " not shown again. The target must not be on this machine or in a private network"
              + " unless the service's settings allow it.")
  @Requires(Scope.ADMIN)
  public Uni<RestResponse<WebhookView>> create(@Nullable NewWebhook wanted) {
    if (wanted == null) {
      throw WebhookProblems.invalid("", "the body is empty; send name and url");
    }
    return creation
        .create(wanted, caller.name())
        .map(
            view ->
                RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view)
                    .location(URI.create("/api/v1/webhooks/" + view.id()))
                    .build());
  }

  /** Lists webhooks. */
  @GET
  @Operation(summary = "List webhooks")
  @Requires(Scope.READ)
  public Uni<WebhookView.Page> list(
      @QueryParam("limit") @DefaultValue("100") String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    PageRequest page = PageRequest.of(cursor, limit);
    String after = page.after() == null ? "" : page.after();
    return webhooks.page(after, page.limit() + 1).map(found -> pageOf(found, page.limit()));
  }

  private static WebhookView.Page pageOf(List<Webhook> found, int limit) {
    List<Webhook> shown = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? PageRequest.cursor(shown.getLast().id()) : null;
    return new WebhookView.Page(shown.stream().map(WebhookView::of).toList(), next);
  }

  /** Gets one webhook. */
  @GET
  @Path("{id}")
  @Operation(summary = "Get a webhook")
  @Requires(Scope.READ)
  public Uni<WebhookView> get(@PathParam("id") String id) {
    return found(id).map(WebhookView::of);
  }

  /** Deletes a webhook and its deliveries. */
  @DELETE
  @Path("{id}")
  @Operation(summary = "Delete a webhook with its deliveries")
  @Requires(Scope.ADMIN)
  public Uni<RestResponse<Void>> delete(@PathParam("id") String id) {
    return webhooks
        .delete(id)
        .invoke(deleted -> require(deleted, id))
        .replaceWith(RestResponse::noContent);
  }

  /** Enables a webhook that was disabled because its receiver was gone. */
  @POST
  @Path("{id}/enable")
  @Operation(
      summary = "Enable a webhook that answered 410",
      description =
          "It is sent what comes from now on. Dead deliveries can be sent again one by one.")
  @Requires(Scope.ADMIN)
  public Uni<WebhookView> enable(@PathParam("id") String id) {
    return webhooks.enable(id).invoke(enabled -> require(enabled, id)).chain(() -> get(id));
  }

  /** Sends a test notification now. */
  @POST
  @Path("{id}/test")
  @Operation(
      summary = "Send a signed test notification now",
      description = "Answers with the outcome of that one attempt; it is not tried again.")
  @Requires(Scope.ADMIN)
  public Uni<TestOutcome> test(@PathParam("id") String id) {
    return found(id).chain(this::sendTest).map(TestOutcome::of);
  }

  private Uni<Attempt> sendTest(Webhook webhook) {
    Instant now = clock.instant();
    String data = "{\"webhook_id\":\"" + webhook.id() + "\"}";
    return post.post(
        new Destination(webhook.id(), webhook.url(), webhook.sealedSecret()),
        "msg_" + Identity.derive("test", webhook.id(), UUID.randomUUID().toString()),
        NotificationKind.body(NotificationKind.TEST, now, data));
  }

  /** Lists the deliveries of a webhook. */
  @GET
  @Path("{id}/deliveries")
  @Operation(summary = "List a webhook's deliveries with their attempts, newest first")
  @Requires(Scope.READ)
  public Uni<DeliveryView.Page> deliveries(
      @PathParam("id") String id,
      @QueryParam("status") @Nullable String status,
      @QueryParam("limit") @DefaultValue("100") String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    if (status != null && !STATUSES.contains(status)) {
      throw Problems.parameter(
          "status", "status '" + status + "' is none of " + String.join(", ", STATUSES));
    }
    PageRequest page = PageRequest.of(cursor, limit);
    long before = page.afterNumber(Long.MAX_VALUE);
    return found(id)
        .chain(() -> deliveries.page(id, status, before, page.limit() + 1))
        .map(listed -> deliveryPage(listed, page.limit()));
  }

  private static DeliveryView.Page deliveryPage(List<DeliveryStore.Listed> found, int limit) {
    List<DeliveryStore.Listed> shown = found.subList(0, Math.min(limit, found.size()));
    String next =
        found.size() > limit
            ? PageRequest.cursor(Long.toString(shown.getLast().notificationId()))
            : null;
    return new DeliveryView.Page(shown.stream().map(DeliveryStore.Listed::view).toList(), next);
  }

  private Uni<Webhook> found(String id) {
    return webhooks
        .find(id)
        .map(webhook -> webhook.orElseThrow(() -> WebhookProblems.noWebhook(id)));
  }

  private static void require(boolean exists, String id) {
    if (!exists) {
      throw WebhookProblems.noWebhook(id);
    }
  }
}

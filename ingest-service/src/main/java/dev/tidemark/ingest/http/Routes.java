package dev.tidemark.ingest.http;

import dev.tidemark.ingest.http.Admission.Admitted;
import dev.tidemark.ingest.http.Admission.Manners;
import dev.tidemark.ingest.http.JobSelection.Selection;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The service's own routes. Plain Vert.x routes: a REST endpoint would buffer the body, and costs
 * twice as much an event.
 */
@Singleton
class Routes {

  private static final String EVENTS = "/api/v1/events";
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final int MAX_HEARTBEAT_BYTES = 1_048_576;

  private final Admission admission;
  private final Intakes intakes;
  private final Heartbeats heartbeats;

  Routes(Admission admission, Intakes intakes, Heartbeats heartbeats) {
    this.admission = admission;
    this.intakes = intakes;
    this.heartbeats = heartbeats;
  }

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(Routes::unreadable);
    router.post(EVENTS).handler(context -> admission.admit(context, Manners.EVENTS, this::events));
    router
        .post(HEARTBEATS)
        .handler(context -> admission.admit(context, Manners.OWN, this::heartbeats));
    router.route(EVENTS).handler(Routes::onlyPost);
    router.route(HEARTBEATS).handler(Routes::onlyPost);
    router.route("/api/*").last().handler(Routes::unknown);
  }

  /** HTTP that is none, such as a request without Host, is a client's fault and not worth a log. */
  private static void unreadable(RoutingContext context) {
    if (context.statusCode() == 400 && context.failure() instanceof VertxException fault) {
      new Problem(400, "bad-request", "Bad request", String.valueOf(fault.getMessage()))
          .answer(context.request());
    } else {
      context.next();
    }
  }

  static void onlyPost(RoutingContext context) {
    context.response().putHeader(HttpHeaders.ALLOW, "POST");
    new Problem(
            405,
            "method-not-allowed",
            "Method not allowed",
            context.request().path() + " takes POST")
        .answer(context.request());
  }

  private static void unknown(RoutingContext context) {
    new Problem(
            404,
            "not-found",
            "Not found",
            "there is no " + context.request().path() + "; see /q/openapi")
        .answer(context.request());
  }

  private void events(Admitted admitted) {
    String key = admitted.key().isEmpty() ? "" : admitted.unique(admitted.key());
    admission.read(admitted, () -> new EventReception(intakes, admitted, key));
  }

  private void heartbeats(Admitted admitted) {
    admission.place(admitted.request(), admitted.caller());
    HttpServerRequest request = admitted.request();
    Buffer body = Buffer.buffer();
    request.handler(chunk -> heartbeatBytes(request, body, chunk));
    request.endHandler(
        end ->
            Admission.guarded(
                request, ErrorShape.PROBLEM, () -> heartbeat(request, body, admitted.selection())));
    request.resume();
  }

  private static void heartbeatBytes(HttpServerRequest request, Buffer body, Buffer chunk) {
    if (body.length() + chunk.length() > MAX_HEARTBEAT_BYTES) {
      new Problem(
              413,
              "body-too-large",
              "Body too large",
              "heartbeats take at most " + MAX_HEARTBEAT_BYTES + " bytes")
          .answer(request);
    } else {
      body.appendBuffer(chunk);
    }
  }

  private void heartbeat(HttpServerRequest request, Buffer body, Selection selection) {
    heartbeats
        .take(body, selection)
        .onFailure(lost -> Admission.refuse(request, ErrorShape.PROBLEM, lost))
        .onSuccess(
            number ->
                request
                    .response()
                    .setStatusCode(202)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(new JsonObject().put("accepted", number).toBuffer()));
  }
}

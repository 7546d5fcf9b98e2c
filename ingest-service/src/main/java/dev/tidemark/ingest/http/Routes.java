package dev.tidemark.ingest.http;

import dev.tidemark.contract.ApiKeys.Caller;
import dev.tidemark.ingest.http.JobSelection.Selection;
import dev.tidemark.ingest.kafka.UpdatePublisher.NotCommittedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The routes of this service. Plain Vert.x routes: a REST endpoint would buffer the body, and costs
 * twice as much an event.
 */
@Singleton
class Routes {

  private static final Logger LOG = Logger.getLogger(Routes.class);
  private static final String EVENTS = "/api/v1/events";
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final int MAX_HEARTBEAT_BYTES = 1_048_576;
  private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

  private final Door door;
  private final JobSelection jobs;
  private final Intakes intakes;
  private final Heartbeats heartbeats;
  private final AtomicInteger reading = new AtomicInteger();

  Routes(Door door, JobSelection jobs, Intakes intakes, Heartbeats heartbeats) {
    this.door = door;
    this.jobs = jobs;
    this.intakes = intakes;
    this.heartbeats = heartbeats;
  }

  void register(@Observes Router router) {
    router.post(EVENTS).handler(context -> admit(context, Set.of(Door.FORMAT), this::events));
    router.post(HEARTBEATS).handler(context -> admit(context, Set.of(), this::heartbeats));
    router.route(EVENTS).handler(Routes::onlyPost);
    router.route(HEARTBEATS).handler(Routes::onlyPost);
    router.route("/api/*").last().handler(Routes::unknown);
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

  /** Nothing of a body is read before it is clear that it will be taken. */
  private void admit(
      RoutingContext context, Set<String> parameters, BiConsumer<Admitted, Selection> handler) {
    HttpServerRequest request = context.request().pause();
    guarded(
        request,
        () -> {
          Admitted admitted = new Admitted(request, door.admit(request), batchKey(request));
          encoding(request);
          String job = door.job(request, parameters);
          Door.format(request);
          String unavailable = intakes.publisher().unavailable();
          if (!unavailable.isEmpty()) {
            throw new ProblemException(Problem.unavailable(unavailable));
          }
          jobs.select(job)
              .onFailure(refusal -> refuse(request, refusal))
              .onSuccess(selection -> guarded(request, () -> handler.accept(admitted, selection)));
        });
  }

  private record Admitted(HttpServerRequest request, Caller caller, String key) {}

  static void guarded(HttpServerRequest request, Runnable step) {
    try {
      step.run();
    } catch (ProblemException e) {
      e.problem().answer(request);
    } catch (RuntimeException e) {
      refuse(request, e);
    }
  }

  static void refuse(HttpServerRequest request, Throwable failure) {
    if (failure instanceof ProblemException known) {
      known.problem().answer(request);
    } else if (failure instanceof NotCommittedException lost) {
      Problem.unavailable(String.valueOf(lost.getMessage())).answer(request);
    } else {
      LOG.error("request failed", failure);
      new Problem(500, "internal", "Internal error", "this is a fault of the service; see its log")
          .answer(request);
    }
  }

  private static String batchKey(HttpServerRequest request) {
    String key = request.getHeader("Idempotency-Key");
    if (key == null) {
      return "";
    }
    if (!KEY.matcher(key).matches()) {
      throw new ProblemException(
          new Problem(
              400,
              "invalid-idempotency-key",
              "Invalid Idempotency-Key",
              "Idempotency-Key is 1 to 200 visible ASCII characters"));
    }
    return key;
  }

  /** gzip is told by its first bytes, so the header is only checked for what nobody can read. */
  static void encoding(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    String name = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    if (!name.isEmpty() && !name.equals("gzip") && !name.equals("identity")) {
      throw new ProblemException(
          new Problem(
              415,
              "unsupported-encoding",
              "Unsupported Content-Encoding",
              "Content-Encoding '" + name + "' is not known; there is gzip and identity"));
    }
  }

  private void events(Admitted admitted, Selection selection) {
    if (reading.incrementAndGet() > intakes.limits().maxRequests()) {
      reading.decrementAndGet();
      throw new ProblemException(Problem.unavailable("Too many requests are being read"));
    }
    String key =
        admitted.key().isEmpty()
            ? ""
            : admitted.caller().name() + "/" + selection.session() + "/" + admitted.key();
    new EventIntake(admitted.request(), intakes, selection, key, reading::decrementAndGet).begin();
  }

  private void heartbeats(Admitted admitted, Selection selection) {
    HttpServerRequest request = admitted.request();
    Buffer body = Buffer.buffer();
    request.handler(chunk -> heartbeatBytes(request, body, chunk));
    request.endHandler(end -> guarded(request, () -> heartbeat(request, body, selection)));
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
        .onFailure(lost -> refuse(request, lost))
        .onSuccess(
            number ->
                request
                    .response()
                    .setStatusCode(202)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(new JsonObject().put("accepted", number).toBuffer()));
  }
}

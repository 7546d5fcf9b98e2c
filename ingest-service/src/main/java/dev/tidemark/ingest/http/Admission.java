package dev.tidemark.ingest.http;

import dev.tidemark.ingest.http.JobSelection.Selection;
import dev.tidemark.ingest.http.Quotas.Place;
import dev.tidemark.ingest.kafka.UpdatePublisher.NotCommittedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Lets requests in: nothing of a body is read before it is clear that it will be taken. */
@Singleton
class Admission {

  private static final Logger LOG = Logger.getLogger(Admission.class);
  private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");
  private static final Set<String> ENCODINGS = Set.of("", "identity", "gzip", "x-gzip", "zstd");

  private final Door door;
  private final JobSelection jobs;
  private final Intakes intakes;
  private final Quotas quotas;

  Admission(Door door, JobSelection jobs, Intakes intakes, Quotas quotas) {
    this.door = door;
    this.jobs = jobs;
    this.intakes = intakes;
    this.quotas = quotas;
  }

  /**
   * A request that is let in.
   *
   * @param request the request, paused
   * @param caller name of its API key
   * @param key its Idempotency-Key; empty: none
   * @param selection the jobs it is for
   */
  record Admitted(HttpServerRequest request, String caller, String key, Selection selection) {

    /** A name made unique among callers and sessions. */
    String unique(String name) {
      return caller + "/" + selection.session() + "/" + name;
    }
  }

  /**
   * How a door wants its requests.
   *
   * @param shape how it says no
   * @param parameters query parameters that it knows beside {@code job}
   */
  record Manners(ErrorShape shape, Set<String> parameters) {
    /** Of our own doors. */
    static final Manners OWN = new Manners(ErrorShape.PROBLEM, Set.of());

    /** Of our own doors for events. */
    static final Manners EVENTS = new Manners(ErrorShape.PROBLEM, Set.of(Door.FORMAT));
  }

  /** Lets a request in, or answers it. */
  void admit(RoutingContext context, Manners manners, Consumer<Admitted> handler) {
    HttpServerRequest request = context.request().pause();
    ErrorShape shape = manners.shape();
    guarded(
        request,
        shape,
        () -> {
          String caller = door.admit(request).name();
          String key = batchKey(request);
          encoding(request);
          String job = door.job(request, manners.parameters());
          String unavailable = intakes.publisher().unavailable();
          if (!unavailable.isEmpty()) {
            throw new ProblemException(Problem.unavailable(unavailable));
          }
          jobs.select(job)
              .onFailure(refusal -> refuse(request, shape, refusal))
              .onSuccess(
                  selection ->
                      guarded(
                          request,
                          shape,
                          () -> handler.accept(new Admitted(request, caller, key, selection))));
        });
  }

  /** Reads the body of a request that was let in. */
  void read(Admitted admitted, Supplier<Reception> reception) {
    boolean live = admitted.selection().session().isEmpty();
    Place place = quotas.enter(admitted.caller());
    try {
      new EventIntake(admitted.request(), intakes, live, reception.get(), place).begin();
    } catch (RuntimeException e) {
      place.leave();
      throw e;
    }
  }

  /** Takes a place that is left when the request is answered or lost. */
  void place(HttpServerRequest request, String caller) {
    Place place = quotas.enter(caller);
    HttpServerResponse response = request.response();
    response.endHandler(answered -> place.leave());
    response.closeHandler(lost -> place.leave());
  }

  static void guarded(HttpServerRequest request, ErrorShape shape, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      refuse(request, shape, e);
    }
  }

  static void refuse(HttpServerRequest request, ErrorShape shape, Throwable failure) {
    problem(failure).answer(request, shape);
  }

  /** What a client is told of a failure; one that nobody foresaw goes to the log. */
  static Problem problem(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    if (failure instanceof NotCommittedException lost) {
      return Problem.unavailable(String.valueOf(lost.getMessage()));
    }
    LOG.error("request failed", failure);
    return new Problem(
        500, "internal", "Internal error", "this is a fault of the service; see its log");
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

  /** Compression is told by its first bytes; the header is checked for what nobody can read. */
  static void encoding(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    String name = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    if (!ENCODINGS.contains(name)) {
      throw new ProblemException(
          new Problem(
              415,
              "unsupported-encoding",
              "Unsupported Content-Encoding",
              "Content-Encoding '" + name + "' is not known; there is gzip, zstd and identity"));
    }
  }
}

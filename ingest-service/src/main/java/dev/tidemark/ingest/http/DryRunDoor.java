package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.fold.DryRun;
import dev.tidemark.ingest.fold.JobSpec;
import dev.tidemark.ingest.format.Format;
import dev.tidemark.ingest.http.BodyDecoder.InvalidBodyException;
import dev.tidemark.ingest.kafka.JobCatalogue;
import dev.tidemark.ingest.kafka.JobCatalogue.Snapshot;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells how events would be seen, and counts none. Small bodies only, read as a whole and looked at
 * on a worker thread: explaining is slow beside counting.
 */
@Singleton
class DryRunDoor {

  /** Longest body, also after decompression. */
  static final int MAX_BYTES = 1_048_576;

  private static final Logger LOG = Logger.getLogger(DryRunDoor.class);
  private static final String PATH = "/api/v1/events/dry-run";
  private static final int MAX_AT_ONCE = 8;
  private static final int PIECE_BYTES = 32 * 1024;

  private final Door door;
  private final Admission admission;
  private final Intakes intakes;
  private final JobCatalogue catalogue;
  private final Vertx vertx;
  private final AtomicInteger running = new AtomicInteger();

  DryRunDoor(Door door, Admission admission, Intakes intakes, JobCatalogue catalogue, Vertx vertx) {
    this.door = door;
    this.admission = admission;
    this.intakes = intakes;
    this.catalogue = catalogue;
    this.vertx = vertx;
  }

  void register(@Observes Router router) {
    router.post(PATH).handler(this::admit);
    router.route(PATH).handler(Routes::onlyPost);
  }

  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request().pause();
    Admission.guarded(
        request,
        ErrorShape.PROBLEM,
        () -> {
          String caller = door.admit(request).name();
          Admission.encoding(request);
          DryRunJobs jobs = jobs(door.job(request, Set.of(Door.FORMAT)));
          Format format = Door.format(request);
          admission.place(request, caller);
          Buffer body = Buffer.buffer();
          request.handler(chunk -> collect(request, body, chunk));
          request.endHandler(
              end ->
                  Admission.guarded(
                      request, ErrorShape.PROBLEM, () -> look(request, body, jobs, format)));
          request.resume();
        });
  }

  /**
   * The jobs to ask.
   *
   * @param forSession whether the events are meant for a backfill
   */
  private record DryRunJobs(List<JobSpec> jobs, boolean forSession) {}

  private DryRunJobs jobs(@Nullable String id) {
    Snapshot known =
        catalogue
            .snapshot()
            .orElseThrow(
                () -> new ProblemException(Problem.unavailable("The jobs are not known yet")));
    if (id == null) {
      List<JobSpec> all =
          known.jobs().values().stream().sorted(Comparator.comparing(JobSpec::id)).toList();
      return new DryRunJobs(all, false);
    }
    JobSpec job = known.jobs().get(id);
    if (job == null) {
      throw new ProblemException(
          new Problem(
              404,
              "unknown-job",
              "Unknown job",
              "there is no job '" + id + "' (query parameter job)"));
    }
    return new DryRunJobs(List.of(job), job.phase() instanceof JobSpec.Backfilling);
  }

  private static void collect(HttpServerRequest request, Buffer body, Buffer chunk) {
    if (body.length() + chunk.length() > MAX_BYTES) {
      tooLarge().answer(request);
    } else {
      body.appendBuffer(chunk);
    }
  }

  private static Problem tooLarge() {
    return new Problem(
        413, "body-too-large", "Body too large", "a dry run takes at most " + MAX_BYTES + " bytes");
  }

  private void look(HttpServerRequest request, Buffer body, DryRunJobs jobs, Format format) {
    if (request.response().ended()) {
      return;
    }
    if (running.incrementAndGet() > MAX_AT_ONCE) {
      running.decrementAndGet();
      throw new ProblemException(Problem.unavailable("Too many dry runs at once"));
    }
    vertx
        .executeBlocking(() -> answer(body, jobs, format), false)
        .onComplete(done -> running.decrementAndGet())
        .onFailure(refusal -> Admission.refuse(request, ErrorShape.PROBLEM, refusal))
        .onSuccess(
            answer ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(answer.toBuffer()));
  }

  private JsonObject answer(Buffer body, DryRunJobs jobs, Format format) {
    long now = intakes.clock().millis();
    TimeBounds bounds =
        jobs.forSession()
            ? TimeBounds.history(now, intakes.limits())
            : TimeBounds.live(now, intakes.limits());
    DryRunReport report =
        new DryRunReport(
            new DryRun(jobs.jobs(), jobs.forSession()), format, intakes.limits(), bounds);
    Buffer plain = decoded(body);
    report.read(plain.getBytes());
    LOG.debugf("dry run jobs=%d bytes=%d", jobs.jobs().size(), plain.length());
    return report.toJson();
  }

  private static Buffer decoded(Buffer body) {
    Buffer plain = Buffer.buffer();
    try (BodyDecoder decoder = new BodyDecoder()) {
      decoder.offer(body.getBytes());
      copy(decoder, plain);
      decoder.end();
      copy(decoder, plain);
      if (!decoder.mayEnd()) {
        throw invalid("the compressed body ends too early");
      }
      return plain;
    } catch (InvalidBodyException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static void copy(BodyDecoder decoder, Buffer plain) throws InvalidBodyException {
    byte[] piece = new byte[PIECE_BYTES];
    for (int length = decoder.read(piece); length > 0; length = decoder.read(piece)) {
      if (plain.length() + length > MAX_BYTES) {
        throw new ProblemException(tooLarge());
      }
      plain.appendBytes(piece, 0, length);
    }
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(new Problem(400, "invalid-body", "Body cannot be read", detail));
  }
}

package dev.tidemark.ingest.http;

import dev.tidemark.ingest.fold.FoldPlan;
import dev.tidemark.ingest.fold.JobSpec;
import dev.tidemark.ingest.kafka.JobCatalogue;
import dev.tidemark.ingest.kafka.JobCatalogue.Snapshot;
import dev.tidemark.ingest.ops.IngestConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the jobs that a request's events are for. */
@Singleton
class JobSelection {

  private static final long LOOK_AGAIN_MS = 25;

  private final JobCatalogue catalogue;
  private final IngestConfig config;
  private final Vertx vertx;

  JobSelection(JobCatalogue catalogue, IngestConfig config, Vertx vertx) {
    this.catalogue = catalogue;
    this.config = config;
    this.vertx = vertx;
  }

  /**
   * Which jobs take the events, and as what.
   *
   * @param plan how to fold
   * @param session the backfill session; empty: live
   */
  record Selection(FoldPlan plan, String session) {}

  /**
   * Selects the live jobs, or one that is backfilling. News of a job takes a moment to get here
   * from the service that started its backfill, so "not backfilling" is believed only after a
   * while.
   *
   * @param job its id; null: the live jobs
   * @return fails with {@link ProblemException}
   */
  Future<Selection> select(@Nullable String job) {
    Optional<Snapshot> known = catalogue.snapshot();
    if (known.isEmpty()) {
      return Future.failedFuture(
          new ProblemException(Problem.unavailable("The jobs are not known yet")));
    }
    if (job == null) {
      return Future.succeededFuture(new Selection(known.get().live(), ""));
    }
    Promise<Selection> promise = Promise.promise();
    look(job, promise, config.jobWait().toMillis());
    return promise.future();
  }

  private void look(String id, Promise<Selection> promise, long patienceMs) {
    JobSpec job = catalogue.snapshot().map(Snapshot::jobs).map(jobs -> jobs.get(id)).orElse(null);
    if (job != null && job.phase() instanceof JobSpec.Backfilling backfilling) {
      promise.complete(new Selection(FoldPlan.session(job), backfilling.session()));
    } else if (patienceMs > 0) {
      vertx.setTimer(LOOK_AGAIN_MS, timer -> look(id, promise, patienceMs - LOOK_AGAIN_MS));
    } else {
      promise.fail(new ProblemException(refusal(id, job)));
    }
  }

  private static Problem refusal(String id, @Nullable JobSpec job) {
    if (job == null) {
      return new Problem(
          404, "unknown-job", "Unknown job", "there is no job '" + id + "' (query parameter job)");
    }
    return new Problem(
        409,
        "job-not-backfilling",
        "Job is not backfilling",
        "job '"
            + id
            + "' is "
            + job.phase().label()
            + "; start a backfill at baseline-service, or send live events without the parameter"
            + " job");
  }
}

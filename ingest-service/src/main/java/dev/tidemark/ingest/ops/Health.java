package dev.tidemark.ingest.ops;

import dev.tidemark.ingest.kafka.JobCatalogue;
import dev.tidemark.ingest.kafka.SourceReader;
import dev.tidemark.ingest.kafka.Ticker;
import dev.tidemark.ingest.kafka.UpdatePublisher;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Ready: can take events now, else why not. Live: the publishing thread moves. */
@Singleton
class Health {

  private static final Duration STUCK = Duration.ofMinutes(1);
  private static final Duration SILENT = Duration.ofSeconds(10);

  @Produces
  @Readiness
  @Singleton
  HealthCheck jobs(JobCatalogue catalogue) {
    return () -> check("jobs", catalogue.problem());
  }

  @Produces
  @Readiness
  @Singleton
  HealthCheck updates(UpdatePublisher publisher) {
    return () -> check("bucket-updates", publisher.unavailable());
  }

  @Produces
  @Readiness
  @Singleton
  HealthCheck ticks(Ticker ticker) {
    return () ->
        check(
            "ticks",
            ticker.sinceLastTick().compareTo(SILENT) < 0
                ? ""
                : "no tick was confirmed for " + ticker.sinceLastTick().toSeconds() + " s");
  }

  /** Never down: what comes in over HTTP is taken all the same. */
  @Produces
  @Readiness
  @Singleton
  HealthCheck sources(SourceReader sources) {
    return () -> {
      String problem = sources.problem();
      return problem.isEmpty()
          ? HealthCheckResponse.up("sources")
          : HealthCheckResponse.named("sources").up().withData("reason", problem).build();
    };
  }

  @Produces
  @Liveness
  @Singleton
  HealthCheck publishing(UpdatePublisher publisher) {
    return () ->
        check(
            "publishing",
            publisher.sinceLastSign().compareTo(STUCK) < 0
                ? ""
                : "the publishing thread stands still for "
                    + publisher.sinceLastSign().toSeconds()
                    + " s");
  }

  private static HealthCheckResponse check(String name, String problem) {
    return problem.isEmpty()
        ? HealthCheckResponse.up(name)
        : HealthCheckResponse.named(name).down().withData("reason", problem).build();
  }
}

package dev.tidemark.ingest.ops;

import dev.tidemark.ingest.kafka.DeadLetters;
import dev.tidemark.ingest.kafka.JobCatalogue;
import dev.tidemark.ingest.kafka.SourceReader;
import dev.tidemark.ingest.kafka.Ticker;
import dev.tidemark.ingest.kafka.UpdatePublisher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts everything, and stops it in the order that loses nothing. */
@Singleton
class Lifecycle {

  private static final Duration DRAIN = Duration.ofSeconds(8);

  private final Access access;
  private final UpdatePublisher publisher;
  private final JobCatalogue catalogue;
  private final SourceReader sources;
  private final Ticker ticker;
  private final DeadLetters deadLetters;

  Lifecycle(
      Access access,
      UpdatePublisher publisher,
      JobCatalogue catalogue,
      SourceReader sources,
      Ticker ticker,
      DeadLetters deadLetters) {
    this.access = access;
    this.publisher = publisher;
    this.catalogue = catalogue;
    this.sources = sources;
    this.ticker = ticker;
    this.deadLetters = deadLetters;
  }

  void start(@Observes StartupEvent event) {
    access.check(ConfigProvider.getConfig().getValue("quarkus.http.host", String.class));
    publisher.start();
    catalogue.start();
    sources.start();
    ticker.start();
  }

  /** Quarkus has let the requests end by now (quarkus.shutdown.timeout). */
  void stop(@Observes ShutdownEvent event) {
    sources.stop();
    publisher.stop(DRAIN);
    ticker.stop();
    catalogue.stop();
    deadLetters.stop();
  }
}

package dev.tidemark.ingest.http;

import dev.tidemark.ingest.fold.BatchPolicy;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.kafka.DeadLetters;
import dev.tidemark.ingest.kafka.UpdatePublisher;
import dev.tidemark.ingest.ops.BatchConfig;
import dev.tidemark.ingest.ops.IngestMetrics;
import dev.tidemark.ingest.ops.LimitsConfig;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What all intakes share. */
@Singleton
class Intakes {

  private final Vertx vertx;
  private final Clock clock;
  private final LimitsConfig limits;
  private final BatchConfig batch;
  private final UpdatePublisher publisher;
  private final DeadLetters deadLetters;
  private final IngestMetrics metrics;

  Intakes(
      Vertx vertx,
      Clock clock,
      LimitsConfig limits,
      BatchConfig batch,
      UpdatePublisher publisher,
      DeadLetters deadLetters,
      IngestMetrics metrics) {
    this.vertx = vertx;
    this.clock = clock;
    this.limits = limits;
    this.batch = batch;
    this.publisher = publisher;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  IntakeReport report(EventFold fold) {
    return new IntakeReport(fold, limits.maxErrors(), metrics, deadLetters);
  }

  Vertx vertx() {
    return vertx;
  }

  Clock clock() {
    return clock;
  }

  LimitsConfig limits() {
    return limits;
  }

  BatchPolicy batch() {
    return batch;
  }

  UpdatePublisher publisher() {
    return publisher;
  }

  IngestMetrics metrics() {
    return metrics;
  }
}

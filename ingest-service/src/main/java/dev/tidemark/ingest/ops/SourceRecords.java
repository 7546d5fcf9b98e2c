package dev.tidemark.ingest.ops;

import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import dev.tidemark.ingest.fold.FoldStatistics;
import dev.tidemark.ingest.kafka.DeadLetters;
import dev.tidemark.ingest.kafka.SourceObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts what becomes of records of source topics, and keeps samples of what cannot be used. */
@Singleton
class SourceRecords implements SourceObserver {

  private final IngestMetrics metrics;
  private final DeadLetters deadLetters;
  private final Counter records;
  private final Counter faults;
  private final Counter failures;

  SourceRecords(IngestMetrics metrics, DeadLetters deadLetters, MeterRegistry registry) {
    this.metrics = metrics;
    this.deadLetters = deadLetters;
    records = registry.counter("tidemark_ingest_source_records");
    faults = registry.counter("tidemark_ingest_source_faults");
    failures = registry.counter("tidemark_ingest_source_failures");
  }

  @Override
  public void committed(FoldStatistics statistics, int number) {
    metrics.folded(statistics);
    records.increment(number);
  }

  @Override
  public void rejected(
      RejectReason reason, String detail, String source, byte[] buffer, int from, int to) {
    metrics.rejected(reason);
    deadLetters.offer(reason.code(), detail, source, buffer, from, to);
  }

  @Override
  public void noEvent(NoEvent kind) {
    metrics.noEvent(kind);
  }

  @Override
  public void fault(String source, byte[] value) {
    faults.increment();
    deadLetters.offer("service_fault", "see the log", source, value, 0, value.length);
  }

  @Override
  public void failed() {
    failures.increment();
  }
}

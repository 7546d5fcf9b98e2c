package dev.tidemark.ingest.ops;

import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Verdict.NoEvent;
import dev.tidemark.ingest.fold.FoldStatistics;
import dev.tidemark.ingest.fold.SkipReason;
import dev.tidemark.ingest.kafka.UpdatePublisher.CommitResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** What this service counts. Every series is there from the start, at zero. */
@Singleton
public class IngestMetrics {

  private final Counter counted;
  private final Counter unmatched;
  private final Counter rejected;
  private final Counter heartbeats;
  private final Counter badJobs;
  private final Counter ticksFailed;
  private final Counter bytes;
  private final Map<RejectReason, Counter> reasons;
  private final Map<SkipReason, Counter> skips;
  private final MeterRegistry registry;
  private final Map<NoEvent, Counter> noEvents;
  private final Map<Refusal, Counter> refusals;
  private final Timer committed;
  private final Timer failed;

  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    Function<String, Counter> events =
        outcome -> registry.counter("tidemark_ingest_events", "outcome", outcome);
    counted = events.apply("counted");
    unmatched = events.apply("unmatched");
    rejected = events.apply("rejected");
    heartbeats = registry.counter("tidemark_ingest_heartbeats");
    badJobs = registry.counter("tidemark_ingest_bad_records", "topic", "tidemark.jobs");
    ticksFailed = registry.counter("tidemark_ingest_ticks_failed");
    bytes = registry.counter("tidemark_ingest_body_bytes");
    reasons =
        counters(
            RejectReason.class,
            reason -> registry.counter("tidemark_ingest_rejected", "reason", reason.code()));
    skips =
        counters(
            SkipReason.class,
            reason -> registry.counter("tidemark_ingest_skipped", "reason", reason.code()));
    noEvents =
        counters(
            NoEvent.class,
            kind -> registry.counter("tidemark_ingest_without_event", "kind", kind.code()));
    refusals =
        counters(
            Refusal.class,
            refusal -> registry.counter("tidemark_ingest_refused", "reason", refusal.code()));
    committed = registry.timer("tidemark_ingest_commit", "outcome", "committed");
    failed = registry.timer("tidemark_ingest_commit", "outcome", "failed");
  }

  /** Events of a request were folded, and became durable. */
  public void folded(FoldStatistics statistics) {
    counted.increment((double) statistics.counted());
    unmatched.increment((double) statistics.unmatched());
    statistics.skipped().forEach((reason, count) -> of(skips, reason).increment((double) count));
  }

  /** Input could not be used. */
  public void rejected(RejectReason reason) {
    rejected.increment();
    of(reasons, reason).increment();
  }

  /** Input was right, but told of no event. */
  public void noEvent(NoEvent kind) {
    of(noEvents, kind).increment();
  }

  /** A request was turned away or ended because of a limit. */
  public void refused(Refusal refusal) {
    of(refusals, refusal).increment();
  }

  /** Heartbeats became durable. */
  public void heartbeats(int number) {
    heartbeats.increment(number);
  }

  /** Bytes of bodies came in, after decompression. */
  public void bytes(int number) {
    bytes.increment(number);
  }

  /** Tells how many jobs count live events. */
  void liveJobs(Supplier<Number> number) {
    Gauge.builder("tidemark_ingest_live_jobs", number).register(registry);
  }

  /** A record of the jobs' topic was skipped. */
  public void badJob() {
    badJobs.increment();
  }

  /** A tick was not confirmed. */
  public void tickFailed() {
    ticksFailed.increment();
  }

  /** A group was committed, or not. */
  public void commit(CommitResult result) {
    (result.committed() ? committed : failed).record(result.nanos(), TimeUnit.NANOSECONDS);
  }

  private static <E extends Enum<E>> Map<E, Counter> counters(
      Class<E> type, Function<E, Counter> counter) {
    Map<E, Counter> counters = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      counters.put(constant, counter.apply(constant));
    }
    return counters;
  }

  private static <E extends Enum<E>> Counter of(Map<E, Counter> counters, E key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + key);
    }
    return counter;
  }
}

package dev.tidemark.baseline.outbox;

import dev.tidemark.baseline.store.OutboxWakeup;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Publishes the outbox in order of id: at once when woken, and every 100 ms for what other
 * instances wrote. One instance at a time does it; see {@link OutboxLease} and {@link
 * OutboxProducer}. At-least-once: a batch that was sent but not deleted is sent again, in the same
 * order.
 */
@ApplicationScoped
public class OutboxPublisher implements OutboxWakeup {

  static final int BATCH = 500;
  private static final long POLL_MS = 100;
  private static final long FIRST_BACKOFF_MS = 100;
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final OutboxTable table;
  private final OutboxLease lease;
  private final OutboxProducer producer;
  private final Clock clock;
  private final Counter published;
  private final Counter failed;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean running = new AtomicBoolean();
  private final Vertx vertx;
  private volatile boolean stopped;
  private volatile long timer;
  private volatile Failures failures = Failures.NONE;

  /** Attempts that failed in a row. */
  private record Failures(int count, Instant since, Instant retryAt, String reason) {
    static final Failures NONE = new Failures(0, Instant.EPOCH, Instant.EPOCH, "");

    Failures and(String reason, Instant now) {
      long backoff = FIRST_BACKOFF_MS << Math.min(count, MOST_DOUBLINGS);
      return new Failures(count + 1, count == 0 ? now : since, now.plusMillis(backoff), reason);
    }
  }

  OutboxPublisher(
      OutboxTable table,
      OutboxLease lease,
      OutboxProducer producer,
      Clock clock,
      Vertx vertx,
      MeterRegistry metrics) {
    this.table = table;
    this.lease = lease;
    this.producer = producer;
    this.clock = clock;
    this.vertx = vertx;
    this.published = metrics.counter("tidemark_outbox_published");
    this.failed = metrics.counter("tidemark_outbox_failures");
  }

  @Override
  public void wake() {
    wanted.set(true);
    if (!stopped && running.compareAndSet(false, true)) {
      run();
    }
  }

  /** Since when publishing fails, and why; empty while it works. */
  public Optional<String> trouble() {
    Failures now = failures;
    return now.count() == 0
        ? Optional.empty()
        : Optional.of("publishing fails since " + now.since() + ": " + now.reason());
  }

  // Quarkus' scheduler knows no intervals below a second.
  void start(@Observes StartupEvent started) {
    timer = vertx.setPeriodic(POLL_MS, tick -> poll());
  }

  private void poll() {
    if (!clock.instant().isBefore(failures.retryAt())) {
      wake();
    }
  }

  void stop(@Observes ShutdownEvent shutdown) {
    stopped = true;
    vertx.cancelTimer(timer);
    // Blocks the shutdown thread, not an event loop: the next holder need not wait for the lease.
    producer.close();
    lease.release().onFailure().recoverWithNull().await().atMost(STOP_WITHIN);
  }

  // The one subscription: a wake-up has no caller that could wait.
  private void run() {
    wanted.set(false);
    publishAll().subscribe().with(done -> finished(), this::failed);
  }

  private Uni<Boolean> publishAll() {
    return publishBatch()
        .repeat()
        .until(count -> count < BATCH || stopped)
        .collect()
        .last()
        .replaceWith(true);
  }

  private Uni<Integer> publishBatch() {
    return lease
        .held()
        .chain(held -> held ? table.first(BATCH) : Uni.createFrom().item(List.<OutboxRow>of()))
        .chain(rows -> rows.isEmpty() ? Uni.createFrom().item(0) : publish(rows));
  }

  private Uni<Integer> publish(List<OutboxRow> rows) {
    return producer
        .send(rows)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(() -> table.delete(rows))
        .invoke(() -> published.increment(rows.size()))
        .replaceWith(rows.size());
  }

  private void finished() {
    if (failures.count() > 0) {
      Log.infof("outbox works again failures=%d", failures.count());
      failures = Failures.NONE;
    }
    running.set(false);
    if (wanted.get()) {
      wake();
    }
  }

  private void failed(Throwable failure) {
    failed.increment();
    lease.doubt();
    String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    if (failures.count() == 0) {
      Log.warnf("outbox cannot be published, retrying reason=%s", reason);
    }
    failures = failures.and(reason, clock.instant());
    running.set(false);
  }
}

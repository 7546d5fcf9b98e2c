package dev.tidemark.local.demo;

import dev.tidemark.local.client.EventSender;
import dev.tidemark.local.client.ServiceClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Traffic as it happens: the office's, and an attack on top of it, sent twice a second. */
final class LiveTraffic implements AutoCloseable {

  private static final Duration BEAT = Duration.ofMillis(500);

  private final EventSender sender;
  private final Office office;
  private final String keys = "demo-live/" + Long.toHexString(System.nanoTime());
  private final ConcurrentLinkedQueue<Flow> attack = new ConcurrentLinkedQueue<>();
  private final AtomicLong sent = new AtomicLong();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("live-traffic").unstarted(task));
  private Instant sentUntil;
  private long batch;
  private volatile @Nullable RuntimeException failure;
  private @Nullable ScheduledFuture<?> running;

  /** Goes on where history ended. */
  LiveTraffic(ServiceClient ingest, Office office, Instant sentUntil) {
    this.sender = new EventSender(ingest, Optional.empty(), Duration.ofMinutes(2));
    this.office = office;
    this.sentUntil = sentUntil;
  }

  void start() {
    running = clock.scheduleWithFixedDelay(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Adds flows that are sent when their time has come. */
  void attack(List<Flow> flows) {
    attack.addAll(flows);
  }

  /** Whether all of the attack has been sent. */
  boolean attackIsOver() {
    return attack.isEmpty();
  }

  /**
   * Events acknowledged so far.
   *
   * @throws IllegalStateException if sending has failed
   */
  long sent() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw new IllegalStateException("live traffic failed: " + failed.getMessage(), failed);
    }
    return sent.get();
  }

  @Override
  public void close() {
    if (running != null) {
      running.cancel(false);
    }
    clock.shutdown();
  }

  private void beat() {
    try {
      Instant now = Instant.now();
      List<Flow> due = new ArrayList<>();
      Instant start = History.floor(sentUntil);
      for (; start.isBefore(now); start = start.plus(Office.SPAN)) {
        office.bucket(start).stream()
            .filter(flow -> !flow.at().isBefore(sentUntil) && flow.at().isBefore(now))
            .forEach(due::add);
      }
      while (!attack.isEmpty() && attack.element().at().isBefore(now)) {
        due.add(attack.remove());
      }
      send(due);
      sentUntil = now;
    } catch (RuntimeException e) {
      failure = e;
      close();
    }
  }

  private void send(List<Flow> due) {
    if (!due.isEmpty()) {
      String lines = due.stream().map(Flow::ecs).collect(Collectors.joining("\n"));
      byte[] body = lines.getBytes(StandardCharsets.UTF_8);
      sent.addAndGet(sender.send(keys + "/" + batch, body).accepted());
      batch++;
    }
  }
}

package dev.tidemark.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.ingest.fold.BatchPolicy;
import dev.tidemark.ingest.fold.BucketFolder;
import dev.tidemark.ingest.fold.DetectorSpec;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.fold.FoldPlan;
import dev.tidemark.ingest.fold.JobSpec;
import dev.tidemark.ingest.fold.UpdateGroup;
import dev.tidemark.ingest.fold.UpdateGroup.KeyedBatch;
import dev.tidemark.ingest.kafka.UpdateLog.UnknownOutcomeException;
import dev.tidemark.ingest.kafka.UpdatePublisher.NotCommittedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdatePublisherTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private record Policy(Duration maxDelay, int maxUpdates, int maxPending) implements BatchPolicy {}

  /** A log whose commits wait for permission, and fail on demand. */
  private static final class FakeLog implements UpdateLog, UpdateLog.Opener {
    private final List<UpdateGroup> committed = new CopyOnWriteArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger commitsBegun = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean failing;

    @Override
    public UpdateLog open() {
      opened.incrementAndGet();
      return this;
    }

    @Override
    public void commit(UpdateGroup group) {
      commitsBegun.incrementAndGet();
      permits.acquireUninterruptibly();
      if (failing) {
        throw new UnknownOutcomeException("no answer");
      }
      committed.add(group);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private final FakeLog log = new FakeLog();
  private final UpdatePublisher publisher =
      new UpdatePublisher(new Policy(Duration.ofMillis(20), 100, 10), log, result -> {});

  @AfterEach
  void stop() {
    log.permits.release(1_000);
    publisher.stop(PATIENCE);
  }

  private static BucketFolder heartbeats(int number) {
    JobSpec job =
        new JobSpec(
            "a",
            "uid",
            BucketSpan.ofSeconds(60),
            1,
            Counts.EVENTS,
            Condition.ANY,
            Condition.ANY,
            List.of(DetectorSpec.COUNT),
            List.of(),
            new JobSpec.Live(0));
    EventFold fold = new EventFold(FoldPlan.live(List.of(job)));
    for (int i = 0; i < number; i++) {
      fold.heartbeat(i * 60_000L);
    }
    return fold.take();
  }

  private void startAndWaitUntilOpen() {
    publisher.start();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(publisher.unavailable()).isEmpty());
  }

  private CompletableFuture<Void> publish(int number) {
    return publisher.publish(heartbeats(number)).toCompletableFuture();
  }

  @Test
  void requestsThatComeWhileACommitRunsShareTheNextOne() {
    // Given
    startAndWaitUntilOpen();
    CompletableFuture<Void> first = publish(1);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.commitsBegun).hasValue(1));
    // When
    CompletableFuture<Void> second = publish(2);
    CompletableFuture<Void> third = publish(3);
    CompletableFuture<Void> keyed =
        publisher.publish(new KeyedBatch("k", heartbeats(1))).toCompletableFuture();
    // Then
    assertThat(first).isNotDone();
    log.permits.release(2);
    assertThat(CompletableFuture.allOf(first, second, third, keyed)).succeedsWithin(PATIENCE);
    assertThat(log.committed).hasSize(2);
    assertThat(log.committed.get(1).shared().size()).isEqualTo(3);
    assertThat(log.committed.get(1).batches()).extracting(KeyedBatch::key).containsExactly("k");
  }

  @Test
  void anUnknownOutcomeFailsTheGroupAndReplacesTheLog() {
    // Given
    startAndWaitUntilOpen();
    log.failing = true;
    // When
    CompletableFuture<Void> lost = publish(1);
    log.permits.release();
    // Then
    assertThatThrownBy(lost::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NotCommittedException.class);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.opened).hasValue(2));
    assertThat(log.closed).hasValue(1);
    log.failing = false;
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(publisher.unavailable()).isEmpty());
    log.permits.release();
    assertThat(publish(1)).succeedsWithin(PATIENCE);
  }

  @Test
  void aFullQueueRefusesAtOnceButNeverTheOnlyRequest() {
    // Given
    startAndWaitUntilOpen();
    CompletableFuture<Void> running = publish(1);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.commitsBegun).hasValue(1));
    CompletableFuture<Void> large = publish(50);
    // When
    CompletableFuture<Void> refused = publish(1);
    // Then
    assertThat(refused).isCompletedExceptionally();
    log.permits.release(2);
    assertThat(CompletableFuture.allOf(running, large)).succeedsWithin(PATIENCE);
  }

  @Test
  void stoppingCommitsWhatIsPending() {
    // Given
    startAndWaitUntilOpen();
    CompletableFuture<Void> pending = publish(1);
    log.permits.release(10);
    // When
    publisher.stop(PATIENCE);
    // Then
    assertThat(pending).isCompleted();
    assertThat(log.closed).hasValue(1);
    assertThat(publish(1)).isCompletedExceptionally();
  }

  @Test
  void nothingIsTakenBeforeTheLogIsOpen() {
    assertThat(publish(1)).isCompletedExceptionally();
    assertThat(publisher.unavailable()).contains("not connected");
  }
}

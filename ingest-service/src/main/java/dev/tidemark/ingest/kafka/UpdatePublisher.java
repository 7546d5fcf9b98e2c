package dev.tidemark.ingest.kafka;

import dev.tidemark.ingest.fold.BatchPolicy;
import dev.tidemark.ingest.fold.BucketFolder;
import dev.tidemark.ingest.fold.UpdateGroup;
import dev.tidemark.ingest.fold.UpdateGroup.KeyedBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits folds in groups, from one thread: while a group is being committed, the next one gathers.
 * A commit that is not confirmed fails its whole group and replaces the log.
 *
 * <pre>
 * CLOSED --open--> OPEN --commit fails--> CLOSED (refuses at once, tries to open again)
 * any --stop--> commits what is pending, then ends
 * </pre>
 */
public final class UpdatePublisher {

  private static final Logger LOG = Logger.getLogger(UpdatePublisher.class);
  private static final Duration REOPEN_DELAY = Duration.ofMillis(500);

  private final BatchPolicy policy;
  private final UpdateLog.Opener opener;
  private final Consumer<CommitResult> observer;
  private final Thread thread = Thread.ofPlatform().name("update-publisher").unstarted(this::run);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Pending pending = new Pending();
  private boolean stopping;
  private String unavailable = "not connected to Kafka yet";
  private volatile long lastLoopNanos = System.nanoTime();

  /**
   * How a commit went, for metrics.
   *
   * @param committed whether it was confirmed
   * @param requests number of waiting parts of requests
   * @param nanos time it took
   */
  public record CommitResult(boolean committed, int requests, long nanos) {}

  /** The updates were not taken, or are not known to be committed. To be sent again. */
  public static final class NotCommittedException extends RuntimeException {
    NotCommittedException(String message) {
      super(message, null, false, false);
    }
  }

  private static final class Pending {
    private final UpdateGroup group = new UpdateGroup();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private long since;
  }

  /** A publisher; {@link #start} makes it work. */
  public UpdatePublisher(
      BatchPolicy policy, UpdateLog.Opener opener, Consumer<CommitResult> observer) {
    this.policy = policy;
    this.opener = opener;
    this.observer = observer;
  }

  /** Begins to open the log and to commit. */
  public void start() {
    thread.start();
  }

  /**
   * Commits content together with others'.
   *
   * @return completes when it is durable; fails with {@link NotCommittedException}
   */
  public CompletionStage<Void> publish(BucketFolder content) {
    return submit(group -> group.add(content), content.size());
  }

  /**
   * Commits a batch that takes effect once.
   *
   * @return completes when it is durable; fails with {@link NotCommittedException}
   */
  public CompletionStage<Void> publish(KeyedBatch batch) {
    return submit(group -> group.add(batch), batch.content().size());
  }

  /** Why nothing can be committed now; empty: it can. */
  public String unavailable() {
    lock.lock();
    try {
      return unavailable;
    } finally {
      lock.unlock();
    }
  }

  /** How long ago the thread was last seen working. */
  public Duration sinceLastSign() {
    return Duration.ofNanos(System.nanoTime() - lastLoopNanos);
  }

  /** Takes nothing more, commits what is pending, and ends. */
  public void stop(Duration patience) {
    lock.lock();
    try {
      stopping = true;
      unavailable = "shutting down";
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletionStage<Void> submit(Consumer<UpdateGroup> addition, int size) {
    if (size == 0) {
      return CompletableFuture.completedFuture(null);
    }
    lock.lock();
    try {
      if (!unavailable.isEmpty()) {
        return refused(unavailable);
      }
      // A request larger than the queue is taken when the queue is empty: else it never would be.
      if (pending.group.size() > 0 && pending.group.size() + size > policy.maxPending()) {
        return refused("too many updates are waiting for Kafka");
      }
      if (pending.waiting.isEmpty()) {
        pending.since = System.nanoTime();
      }
      addition.accept(pending.group);
      CompletableFuture<Void> future = new CompletableFuture<>();
      pending.waiting.add(future);
      changed.signalAll();
      return future;
    } finally {
      lock.unlock();
    }
  }

  private static CompletionStage<Void> refused(String reason) {
    return CompletableFuture.failedFuture(new NotCommittedException(reason));
  }

  private void run() {
    @Nullable UpdateLog log = null;
    while (true) {
      lastLoopNanos = System.nanoTime();
      if (log == null) {
        log = open();
      }
      Pending group = next(log != null);
      if (group == null) {
        break;
      }
      if (log == null) {
        fail(group, "not connected to Kafka");
      } else if (!group.waiting.isEmpty() && !commit(log, group)) {
        log = null;
      }
    }
    if (log != null) {
      log.close();
    }
  }

  private @Nullable UpdateLog open() {
    try {
      UpdateLog log = opener.open();
      available("");
      LOG.infof("committing to Kafka");
      return log;
    } catch (RuntimeException e) {
      available(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void available(String reason) {
    lock.lock();
    try {
      if (!stopping) {
        unavailable = reason;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a group that is due. Empty group: time to look after the log. Null: it is over.
   *
   * @param open whether there is a log to commit to
   */
  private @Nullable Pending next(boolean open) {
    lock.lock();
    try {
      long idle = open ? TimeUnit.SECONDS.toNanos(5) : REOPEN_DELAY.toNanos();
      while (!stopping && idle > 0 && (pending.waiting.isEmpty() || untilDue() > 0)) {
        long wait = pending.waiting.isEmpty() ? idle : untilDue();
        long left = changed.awaitNanos(wait);
        idle = pending.waiting.isEmpty() ? idle - (wait - left) : idle;
      }
      Pending due = pending;
      if (stopping && (due.waiting.isEmpty() || !open)) {
        fail(due, "shutting down");
        return null;
      }
      pending = new Pending();
      return due;
    } catch (InterruptedException e) {
      fail(pending, "shutting down");
      return null;
    } finally {
      lock.unlock();
    }
  }

  private long untilDue() {
    if (pending.group.size() >= policy.maxUpdates()) {
      return 0;
    }
    return policy.maxDelay().toNanos() - (System.nanoTime() - pending.since);
  }

  private boolean commit(UpdateLog log, Pending due) {
    long begun = System.nanoTime();
    try {
      log.commit(due.group);
      observer.accept(new CommitResult(true, due.waiting.size(), System.nanoTime() - begun));
      due.waiting.forEach(future -> future.complete(null));
      return true;
    } catch (RuntimeException e) {
      LOG.warnf("group not committed, producer replaced reason=%s", e.getMessage());
      observer.accept(new CommitResult(false, due.waiting.size(), System.nanoTime() - begun));
      available("the last commit to Kafka was not confirmed");
      fail(due, "Kafka did not confirm the commit");
      log.close();
      failLater();
      return false;
    }
  }

  /** What gathered meanwhile does not wait for a log that may be long in coming. */
  private void failLater() {
    lock.lock();
    try {
      fail(pending, "Kafka did not confirm the commit before");
      pending = new Pending();
    } finally {
      lock.unlock();
    }
  }

  private static void fail(Pending due, String reason) {
    due.waiting.forEach(future -> future.completeExceptionally(new NotCommittedException(reason)));
  }
}

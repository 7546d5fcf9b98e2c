package dev.tidemark.baseline.kafka;

import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.LogRecord;
import dev.tidemark.baseline.bucket.Partition;
import dev.tidemark.baseline.series.BucketCloser;
import dev.tidemark.baseline.store.Fence;
import dev.tidemark.baseline.store.Ownership.Owned;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.List;

/**
 * Applies the records of one owned partition, in their order, and commits when it is time. After a
 * failure it is of no use any more: the state in memory may be ahead of PostgreSQL.
 */
final class PartitionWorker {

  private static final int MOST_UPDATES = 5_000;

  /** Ticks alone are remembered this often: after a restart they are read again. */
  private static final Duration TICKS_EVERY = Duration.ofSeconds(10);

  private final Partition partition;
  private final long epoch;
  private final BucketCloser closer;
  private final Duration commitEvery;
  private Chunk chunk = new Chunk();
  private volatile long storedOffset;
  private long committedNanos = System.nanoTime();

  PartitionWorker(Owned owned, BucketCloser closer, Duration commitEvery) {
    this.partition = owned.partition();
    this.epoch = owned.epoch();
    this.closer = closer;
    this.commitEvery = commitEvery;
    this.storedOffset = owned.partition().nextOffset();
  }

  int partition() {
    return partition.id();
  }

  /** Offset at which the stored state stands. */
  long storedOffset() {
    return storedOffset;
  }

  /** Applies records; heavy work, so on a worker thread. */
  Uni<Void> apply(List<LogRecord> records) {
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .chain(() -> applyFrom(records, 0));
  }

  private Uni<Void> applyFrom(List<LogRecord> records, int first) {
    int next = first;
    while (next < records.size() && partition.apply(records.get(next), chunk)) {
      next++;
    }
    if (next < records.size()) {
      int rest = next;
      return commit().chain(() -> applyFrom(records, rest));
    }
    partition.addInterim(chunk);
    return isCommitDue() ? commit() : Uni.createFrom().voidItem();
  }

  private boolean isCommitDue() {
    Duration waited = Duration.ofNanos(System.nanoTime() - committedNanos);
    if (chunk.isUrgent() || chunk.updates() >= MOST_UPDATES) {
      return true;
    }
    return waited.compareTo(chunk.isEmpty() ? TICKS_EVERY : commitEvery) >= 0;
  }

  private Uni<Void> commit() {
    Chunk changed = chunk;
    chunk = new Chunk();
    long next = partition.nextOffset();
    return closer
        .commit(new Fence(partition.id(), epoch, storedOffset), partition, changed)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(() -> committed(next));
  }

  private void committed(long next) {
    storedOffset = next;
    committedNanos = System.nanoTime();
  }
}

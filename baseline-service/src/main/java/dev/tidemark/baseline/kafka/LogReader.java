package dev.tidemark.baseline.kafka;

import dev.tidemark.baseline.bucket.LogRecord;
import dev.tidemark.baseline.series.BucketCloser;
import dev.tidemark.baseline.store.Ownership;
import dev.tidemark.contract.Topics;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log on a thread of its own, with Kafka's own client: ownership, seek and poll must
 * happen in one order on one thread, which a channel with a queue of its own cannot give (see
 * RATIONALE.md). A partition is read from the offset that PostgreSQL knows; while something of it
 * is being worked on, or a dependency is away, nothing more is fetched.
 */
@Singleton
public class LogReader implements ConsumerRebalanceListener {

  private static final Logger LOG = Logger.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration DATABASE_WITHIN = Duration.ofSeconds(30);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final Duration OFFSETS_EVERY = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

  private final Map<String, Object> kafka;
  private final Ownership ownership;
  private final BucketCloser closer;
  private final LogConfig config;
  private final LogStatus status;

  private final Map<Integer, PartitionWorker> workers = new TreeMap<>();
  private final Set<Integer> toTake = new HashSet<>();
  private final Map<Integer, List<LogRecord>> waiting = new TreeMap<>();
  private final ConcurrentLinkedQueue<PartitionWorker> failed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean running = true;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable Thread thread;
  private int partitions;
  private long takeAgainNanos;
  private long offsetsNanos = System.nanoTime();

  LogReader(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      Ownership ownership,
      BucketCloser closer,
      LogConfig config,
      LogStatus status) {
    this.kafka = Map.copyOf(kafka);
    this.ownership = ownership;
    this.closer = closer;
    this.config = config;
    this.status = status;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("bucket-updates").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    wake();
    if (thread != null) {
      thread.join(STOP_WITHIN);
    }
  }

  private void run() {
    while (running) {
      try (KafkaConsumer<byte[], byte[]> client =
          new KafkaConsumer<>(
              settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer = client;
        read(client);
      } catch (InterruptException e) {
        status.failing("reading the log was interrupted");
        return;
      } catch (Ownership.OtherPartitions e) {
        status.failing(String.valueOf(e.getMessage()));
        LOG.errorf("does not start: %s", e.getMessage());
        Quarkus.asyncExit(1);
        return;
      } catch (RuntimeException | Error e) {
        status.failing(String.valueOf(e.getMessage()));
        LOG.warnf("reading the log is interrupted, trying again reason=%s", e.getMessage());
        rest();
      } finally {
        consumer = null;
        forgetAll();
      }
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, "baseline-service");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 << 20));
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(2 << 20));
    return settings;
  }

  private void read(KafkaConsumer<byte[], byte[]> client) {
    partitions = client.partitionsFor(Topics.BUCKET_UPDATES).size();
    if (partitions == 0) {
      throw new IllegalStateException("topic " + Topics.BUCKET_UPDATES + " does not exist");
    }
    await(ownership.verify(partitions));
    client.subscribe(List.of(Topics.BUCKET_UPDATES), this);
    while (running) {
      turn(client);
    }
    finishWork();
  }

  private void turn(KafkaConsumer<byte[], byte[]> client) {
    takeDue(client);
    pauseWhatMustWait(client);
    try {
      keep(client.poll(POLL));
      status.working();
    } catch (WakeupException somethingToDo) {
      // Work has ended, or the service stops: both are looked at below.
    }
    dropFailed();
    startWork();
    tellOffsets(client);
  }

  private void pauseWhatMustWait(KafkaConsumer<byte[], byte[]> client) {
    Set<TopicPartition> assigned = client.assignment();
    if (busy.get() || !waiting.isEmpty()) {
      client.pause(assigned);
      return;
    }
    client.pause(assigned.stream().filter(this::isToBeTaken).toList());
    client.resume(assigned.stream().filter(partition -> !isToBeTaken(partition)).toList());
  }

  private boolean isToBeTaken(TopicPartition partition) {
    return toTake.contains(partition.partition());
  }

  private void keep(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      if (workers.containsKey(partition.partition())) {
        List<LogRecord> kept =
            waiting.computeIfAbsent(partition.partition(), _ -> new ArrayList<>());
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          kept.add(LogDecoder.decode(record));
        }
      }
    }
  }

  private void startWork() {
    if (waiting.isEmpty() || !busy.compareAndSet(false, true)) {
      return;
    }
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Map.Entry<Integer, List<LogRecord>> entry : waiting.entrySet()) {
      PartitionWorker worker = workers.get(entry.getKey());
      if (worker != null) {
        List<LogRecord> records = entry.getValue();
        all = all.chain(() -> apply(worker, records));
      }
    }
    waiting.clear();
    all.subscribe().with(_ -> workEnded(), _ -> workEnded());
  }

  private Uni<Void> apply(PartitionWorker worker, List<LogRecord> records) {
    return worker
        .apply(records)
        .invoke(() -> status.working(worker.partition()))
        .onFailure()
        .recoverWithItem(failure -> fail(worker, failure));
  }

  @SuppressWarnings("NullAway") // the item of a Uni<Void> is null
  private Void fail(PartitionWorker worker, Throwable failure) {
    status.failing(worker.partition(), String.valueOf(failure.getMessage()));
    LOG.warnf(
        "partition is read again from its last commit partition=%d offset=%d reason=%s",
        worker.partition(), worker.storedOffset(), failure);
    failed.add(worker);
    return null;
  }

  private void workEnded() {
    busy.set(false);
    wake();
  }

  private void wake() {
    KafkaConsumer<byte[], byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
  }

  private void dropFailed() {
    for (PartitionWorker worker = failed.poll(); worker != null; worker = failed.poll()) {
      if (workers.remove(worker.partition(), worker)) {
        waiting.remove(worker.partition());
        toTake.add(worker.partition());
        takeAgainNanos = System.nanoTime() + AGAIN_AFTER.toNanos();
      }
    }
  }

  private void takeDue(KafkaConsumer<byte[], byte[]> client) {
    if (toTake.isEmpty() || busy.get() || System.nanoTime() - takeAgainNanos < 0) {
      return;
    }
    for (int partition : List.copyOf(toTake)) {
      try {
        take(client, partition);
        toTake.remove(partition);
      } catch (RuntimeException e) {
        status.failing(partition, "cannot be taken over: " + e.getMessage());
        LOG.warnf("partition cannot be taken over partition=%d reason=%s", partition, e);
        takeAgainNanos = System.nanoTime() + AGAIN_AFTER.toNanos();
        return;
      }
    }
  }

  private void take(KafkaConsumer<byte[], byte[]> client, int id) {
    TopicPartition partition = new TopicPartition(Topics.BUCKET_UPDATES, id);
    Ownership.Owned owned = await(ownership.take(id, partitions, config.catchUp().toMillis()));
    long wanted = owned.partition().nextOffset();
    long first = client.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    if (wanted < first && wanted > 0) {
      LOG.errorf(
          "the log no longer has what was not read yet, goes on behind it"
              + " partition=%d offset=%d first=%d",
          id, wanted, first);
    }
    client.seek(partition, Math.max(wanted, first));
    workers.put(id, new PartitionWorker(owned, closer, config.commitEvery()));
    LOG.infof("owns partition=%d offset=%d epoch=%d", id, wanted, owned.epoch());
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    KafkaConsumer<byte[], byte[]> client = consumer;
    for (TopicPartition partition : assigned) {
      forget(partition.partition());
      toTake.add(partition.partition());
      if (client != null) {
        // Only so that there is a position at all; the true one is found when it is taken over.
        client.seek(partition, 0);
      }
    }
    if (client != null) {
      client.pause(assigned);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    revoked.forEach(partition -> forget(partition.partition()));
  }

  private void forget(int partition) {
    workers.remove(partition);
    waiting.remove(partition);
    toTake.remove(partition);
    status.working(partition);
  }

  private void forgetAll() {
    workers.keySet().forEach(status::working);
    toTake.forEach(status::working);
    workers.clear();
    waiting.clear();
    toTake.clear();
  }

  /** For lag monitors only: where to read on is known to PostgreSQL. */
  private void tellOffsets(KafkaConsumer<byte[], byte[]> client) {
    if (System.nanoTime() - offsetsNanos < OFFSETS_EVERY.toNanos()) {
      return;
    }
    offsetsNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    workers.forEach(
        (id, worker) ->
            offsets.put(
                new TopicPartition(Topics.BUCKET_UPDATES, id),
                new OffsetAndMetadata(worker.storedOffset())));
    client.commitAsync(offsets, (_, _) -> {});
  }

  private void finishWork() {
    long end = System.nanoTime() + STOP_WITHIN.toNanos();
    while (busy.get() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static <T> T await(Uni<T> uni) {
    // This thread is the reader's own; nothing else waits for it.
    return uni.await().atMost(DATABASE_WITHIN);
  }

  private static void rest() {
    try {
      Thread.sleep(AGAIN_AFTER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

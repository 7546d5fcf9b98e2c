package dev.tidemark.baseline.outbox;

import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a batch of outbox rows as one Kafka transaction. All instances share one transactional id:
 * the one that begins fences the one before, so a frozen former publisher that wakes up cannot put
 * an old message after a newer one; and a batch that fails half-way is not seen at all, so no
 * position of a feed is ever overtaken by the next.
 */
@ApplicationScoped
class OutboxProducer {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final Map<String, Object> settings;
  private @Nullable KafkaProducer<String, byte[]> producer;

  OutboxProducer(@Identifier("default-kafka-broker") Map<String, Object> broker) {
    Map<String, Object> all = new HashMap<>(broker);
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tidemark-baseline-outbox");
    all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 5_000);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
    all.put(ProducerConfig.CLIENT_ID_CONFIG, "baseline-outbox");
    this.settings = Map.copyOf(all);
  }

  /** Sends rows in order; done when all of them are committed. Blocks its thread. */
  Uni<Void> send(List<OutboxRow> rows) {
    return Uni.createFrom().voidItem().invoke(() -> sendNow(rows));
  }

  /** Gives up the connection to Kafka; an open transaction is aborted. */
  synchronized void close() {
    KafkaProducer<String, byte[]> old = producer;
    producer = null;
    if (old != null) {
      old.close(CLOSE_WITHIN);
    }
  }

  private synchronized void sendNow(List<OutboxRow> rows) {
    boolean committed = false;
    try {
      KafkaProducer<String, byte[]> current = producer == null ? begin() : producer;
      current.beginTransaction();
      for (OutboxRow row : rows) {
        // Committing reports every failed send.
        Future<RecordMetadata> unused = current.send(toRecord(row, current));
      }
      current.commitTransaction();
      committed = true;
    } finally {
      if (!committed) {
        // Whatever it was: a new producer aborts what this one left, and finds out if it was
        // fenced.
        close();
      }
    }
  }

  private KafkaProducer<String, byte[]> begin() {
    KafkaProducer<String, byte[]> fresh =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    producer = fresh;
    fresh.initTransactions();
    return fresh;
  }

  private static ProducerRecord<String, byte[]> toRecord(
      OutboxRow row, KafkaProducer<String, byte[]> producer) {
    Integer partition = null;
    if (row.topic().equals(Topics.BUCKET_UPDATES)) {
      int partitions = producer.partitionsFor(row.topic()).size();
      partition = ShardKey.parse(row.key()).partition(partitions);
    }
    return new ProducerRecord<>(row.topic(), partition, row.key(), row.value());
  }
}

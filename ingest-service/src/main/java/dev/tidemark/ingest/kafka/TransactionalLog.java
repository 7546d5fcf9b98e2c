package dev.tidemark.ingest.kafka;

import dev.tidemark.ingest.fold.UpdateGroup;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One Kafka transaction a group, on a plain producer; see RATIONALE.md for why. */
final class TransactionalLog implements UpdateLog {

  private final Producer<byte[], byte[]> producer;
  private final int partitions;
  private final UpdateEncoder encoder;

  private TransactionalLog(Producer<byte[], byte[]> producer, int partitions) {
    this.producer = producer;
    this.partitions = partitions;
    encoder = new UpdateEncoder(partitions);
  }

  /** Takes over the transactional id: whatever an older producer left open is aborted. */
  private static TransactionalLog over(Producer<byte[], byte[]> producer, int partitions) {
    try {
      producer.initTransactions();
      return new TransactionalLog(producer, partitions);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new UnknownOutcomeException("no transactions: " + e.getMessage(), e);
    }
  }

  /**
   * Opens a log that no other one of this instance and purpose can write beside.
   *
   * @throws UnknownOutcomeException if that is not possible now
   */
  static TransactionalLog open(KafkaClients clients, String purpose) {
    int partitions = new TopicCheck(clients).partitions();
    try {
      return over(clients.transactionalProducer(purpose), partitions);
    } catch (KafkaException e) {
      throw new UnknownOutcomeException("no producer: " + e.getMessage(), e);
    }
  }

  /** Number of partitions of the bucket updates. */
  int partitions() {
    return partitions;
  }

  @Override
  public void commit(UpdateGroup group) {
    commit(group, Map.of(), null);
  }

  /**
   * Commits a group together with how far its sources were read: all of it or nothing.
   *
   * @param offsets where reading goes on
   * @param reader who read; null: nobody did
   */
  void commit(
      UpdateGroup group,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      @Nullable ConsumerGroupMetadata reader) {
    try {
      producer.beginTransaction();
      for (ProducerRecord<byte[], byte[]> update : encoder.encode(group)) {
        // A failed send fails the commit, which is waited for; the future would say nothing more.
        var unused = producer.send(update);
      }
      if (reader != null) {
        producer.sendOffsetsToTransaction(offsets, reader);
      }
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw new UnknownOutcomeException(
          "commit not confirmed: " + e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}

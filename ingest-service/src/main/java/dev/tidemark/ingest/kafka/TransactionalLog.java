package dev.tidemark.ingest.kafka;

import dev.tidemark.ingest.fold.UpdateGroup;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** One Kafka transaction a group, on a plain producer; see RATIONALE.md for why. */
final class TransactionalLog implements UpdateLog {

  private final Producer<byte[], byte[]> producer;
  private final UpdateEncoder encoder;

  private TransactionalLog(Producer<byte[], byte[]> producer, UpdateEncoder encoder) {
    this.producer = producer;
    this.encoder = encoder;
  }

  /** Takes over the transactional id: whatever an older producer left open is aborted. */
  static TransactionalLog over(Producer<byte[], byte[]> producer, int partitions) {
    try {
      producer.initTransactions();
      return new TransactionalLog(producer, new UpdateEncoder(partitions));
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new UnknownOutcomeException("no transactions: " + e.getMessage(), e);
    }
  }

  @Override
  public void commit(UpdateGroup group) {
    try {
      producer.beginTransaction();
      for (ProducerRecord<byte[], byte[]> update : encoder.encode(group)) {
        // A failed send fails the commit, which is waited for; the future would say nothing more.
        var unused = producer.send(update);
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

package dev.tidemark.baseline.outbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One message that has to go to Kafka. Persisted in the session of what it tells about. */
@Entity
@Table(name = "outbox")
public class OutboxMessage {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(nullable = false)
  String topic = "";

  @Column(nullable = false)
  String key = "";

  @Column byte @Nullable [] value;

  /** For Hibernate. */
  protected OutboxMessage() {}

  /**
   * A message.
   *
   * @param topic where it goes
   * @param key its key; on {@code tidemark.bucket-updates} a shard's canonical form
   * @param value Protobuf bytes; null for a tombstone
   */
  public OutboxMessage(String topic, String key, byte @Nullable [] value) {
    this.topic = topic;
    this.key = key;
    this.value = value;
  }
}

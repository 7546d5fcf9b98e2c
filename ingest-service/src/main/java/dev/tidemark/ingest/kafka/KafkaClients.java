package dev.tidemark.ingest.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka clients from what the operator configured ({@code kafka.*}: servers, TLS, SASL). */
public final class KafkaClients {

  private static final int REQUEST_TIMEOUT_MS = 3_000;
  private static final int DELIVERY_TIMEOUT_MS = 4_000;
  private static final int TRANSACTION_TIMEOUT_MS = 5_000;
  private static final int MAX_BLOCK_MS = 5_000;
  private static final int SIDE_MAX_BLOCK_MS = 1_000;
  private static final int MAX_POLL_RECORDS = 5_000;
  private static final int MAX_FETCH_BYTES = 8 * 1024 * 1024;
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final int MAX_REQUEST_BYTES = 1_000_000;

  /** Purpose of the producer that commits what comes in over HTTP. */
  static final String UPDATES = "updates";

  private final Map<String, Object> common;
  private final String instance;

  /**
   * Clients of one instance.
   *
   * @param common settings of every client
   * @param instance name of this process, unique among those that run
   */
  public KafkaClients(Map<String, Object> common, String instance) {
    this.common = Map.copyOf(common);
    this.instance = instance;
  }

  String instance() {
    return instance;
  }

  /**
   * A producer whose writes take effect together or not at all.
   *
   * @param purpose one of an instance's purposes; the newest producer of a purpose fences the
   *     others
   */
  Producer<byte[], byte[]> transactionalProducer(String purpose) {
    Map<String, Object> settings = producer(purpose);
    String id = "tidemark-ingest-" + instance;
    settings.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, purpose.equals(UPDATES) ? id : id + "-" + purpose);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    return new KafkaProducer<>(settings);
  }

  /** A producer for ticks and dead letters. */
  Producer<byte[], byte[]> sideProducer(String purpose) {
    Map<String, Object> settings = producer(purpose);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SIDE_MAX_BLOCK_MS);
    return new KafkaProducer<>(settings);
  }

  private Map<String, Object> producer(String purpose) {
    Map<String, Object> settings = client(purpose);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return settings;
  }

  /** A consumer without a group: every instance reads everything. */
  Consumer<byte[], byte[]> reader(String purpose) {
    Map<String, Object> settings = consumer(purpose);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(settings);
  }

  /**
   * A member of a group. A group that has read nothing yet begins with the last 24 hours: older
   * events could not count.
   */
  Consumer<byte[], byte[]> member(String group, String purpose) {
    Map<String, Object> settings = consumer(purpose);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "tidemark-ingest-" + instance);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "by_duration:PT24H");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
    return new KafkaConsumer<>(settings);
  }

  private Map<String, Object> consumer(String purpose) {
    Map<String, Object> settings = client(purpose);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, MAX_BLOCK_MS);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return settings;
  }

  Admin admin() {
    Map<String, Object> settings = client("topics");
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, MAX_BLOCK_MS);
    return Admin.create(settings);
  }

  private Map<String, Object> client(String purpose) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put("client.id", "ingest-" + instance + "-" + purpose);
    settings.put("reconnect.backoff.max.ms", 1_000);
    return settings;
  }
}

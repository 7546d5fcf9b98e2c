package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before all tests
class EmbeddedKafkaIT {

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void itHasTheTopicsOfTheContract() throws Exception {
    // When
    Map<String, TopicDescription> topics;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      topics =
          admin
              .describeTopics(Topics.ALL.stream().map(Topics.Spec::name).toList())
              .allTopicNames()
              .get();
    }
    // Then
    for (Topics.Spec topic : Topics.ALL) {
      assertThat(topics)
          .hasEntrySatisfying(
              topic.name(),
              described -> assertThat(described.partitions()).hasSize(topic.partitions()));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction says what failed
  @Test
  void committedRecordsCarryTheBrokersTimeAndAbortedOnesAreNotSeen() {
    // Given
    long longAgo = Instant.parse("2001-01-01T00:00:00Z").toEpochMilli();
    try (var producer = producer("committed")) {
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(Topics.BUCKET_UPDATES, 3, longAgo, "k", "aborted"));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(Topics.BUCKET_UPDATES, 3, longAgo, "k", "committed"));
      producer.commitTransaction();
    }
    // When
    List<ConsumerRecord<String, String>> seen = read(Topics.BUCKET_UPDATES, 3, 1);
    // Then
    assertThat(seen).extracting(ConsumerRecord::value).containsExactly("committed");
    assertThat(seen.getFirst().timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(seen.getFirst().timestamp()).isGreaterThan(longAgo);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction says what failed
  @Test
  void stoppedAndStartedAgainItHasTheSameAddressAndTheSameRecords() {
    // Given
    try (var producer = producer("restart")) {
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(Topics.ALERTS, 2, "k", "before"));
      producer.commitTransaction();
    }
    String address = kafka.bootstrapServers();
    // When
    kafka.stop();
    kafka.start();
    // Then
    assertThat(kafka.bootstrapServers()).isEqualTo(address);
    assertThat(read(Topics.ALERTS, 2, 1))
        .extracting(ConsumerRecord::value)
        .containsExactly("before");
  }

  private static KafkaProducer<String, String> producer(String transactionalId) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("transactional.id", transactionalId);
    var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    return producer;
  }

  private static List<ConsumerRecord<String, String>> read(String topic, int partition, int count) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, partition)));
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (records.size() < count && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}

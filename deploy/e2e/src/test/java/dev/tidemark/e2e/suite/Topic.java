package dev.tidemark.e2e.suite;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning. */
public final class Topic {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Topic() {}

  /**
   * Values of a topic as text.
   *
   * @param servers Kafka's bootstrap servers
   * @param topic the topic
   * @param atLeast how many are waited for
   * @throws AssertionError if there are fewer
   */
  public static List<String> values(String servers, String topic, int atLeast) {
    List<String> found = new ArrayList<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < atLeast && System.nanoTime() < deadline) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> found.add(new String(record.value(), StandardCharsets.UTF_8)));
      }
    }
    if (found.size() < atLeast) {
      throw new AssertionError(topic + " has only " + found.size() + " of " + atLeast);
    }
    return found;
  }
}

package dev.tidemark.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what is committed on a topic from its beginning, until enough has come. */
public final class TopicReader {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private TopicReader() {}

  /**
   * Records of a topic that fit, in order; at least so many, or the test fails.
   *
   * @param servers Kafka's bootstrap servers
   * @param topic the topic
   * @param atLeast how many are waited for
   * @param fits which ones
   */
  public static List<ConsumerRecord<String, byte[]>> read(
      String servers, String topic, int atLeast, Predicate<ConsumerRecord<String, byte[]>> fits) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < atLeast && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> addIf(record, fits, found));
      }
    }
    if (found.size() < atLeast) {
      throw new AssertionError(topic + " has only " + found.size() + " of " + atLeast + " records");
    }
    return found;
  }

  private static void addIf(
      ConsumerRecord<String, byte[]> record,
      Predicate<ConsumerRecord<String, byte[]>> fits,
      List<ConsumerRecord<String, byte[]>> found) {
    if (fits.test(record)) {
      found.add(record);
    }
  }
}

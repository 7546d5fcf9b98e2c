package dev.tidemark.ingest.http;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import dev.tidemark.proto.event.v1.DeadLetter;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Filter;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The other end of Kafka: writes jobs, reads what ingest-service committed. */
public final class UpdateTopic {

  private static final Duration POLL = Duration.ofMillis(100);

  private final String servers;

  /** The log of a broker. */
  public UpdateTopic(String servers) {
    this.servers = servers;
  }

  /** A job that takes network events into buckets of a minute. */
  public static Job.Builder job(String id, JobState state) {
    return Job.newBuilder()
        .setId(id)
        .setUid(UUID.randomUUID().toString())
        .setBucketSpanS(60)
        .setShards(1)
        .setState(state)
        .setFilter(
            Filter.newBuilder()
                .setTerms(Terms.newBuilder().setField("event.category").addValues("network")))
        .addDetectors(Detector.newBuilder().setFunction(Function.FUNCTION_HIGH_COUNT))
        .addInfluencers("source.ip");
  }

  /** Makes a job known. */
  public void write(Job job) {
    write(job.getId(), job.toByteArray());
  }

  void write(String key, byte @Nullable [] value) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "key.serializer",
            ByteArraySerializer.class.getName(),
            "value.serializer",
            ByteArraySerializer.class.getName());
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      producer
          .send(new ProducerRecord<>(Topics.JOBS, key.getBytes(StandardCharsets.UTF_8), value))
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Everything committed for a job so far. */
  List<ShardUpdate> updates(Job job) {
    List<ShardUpdate> updates = new ArrayList<>();
    for (BucketRecord entry : records()) {
      if (entry.hasUpdate() && entry.getUpdate().getJobUid().equals(job.getUid())) {
        updates.add(entry.getUpdate());
      }
    }
    return updates;
  }

  /** Number of events committed for a job so far. */
  public long count(Job job) {
    return updates(job).stream()
        .flatMap(update -> update.getBucketsList().stream())
        .mapToLong(SeriesBucket::getCount)
        .sum();
  }

  /** Everything committed so far. */
  List<BucketRecord> records() {
    List<BucketRecord> parsed = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> entry : read(Topics.BUCKET_UPDATES)) {
      try {
        parsed.add(BucketRecord.parseFrom(entry.value()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }
    return parsed;
  }

  /** The dead letters of a reason so far. */
  List<DeadLetter> deadLetters(String reason) {
    List<DeadLetter> letters = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> entry : read(Topics.DEAD_LETTERS)) {
      try {
        DeadLetter letter = DeadLetter.parseFrom(entry.value());
        if (letter.getReason().equals(reason)) {
          letters.add(letter);
        }
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }
    return letters;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "isolation.level",
            "read_committed",
            "key.deserializer",
            ByteArrayDeserializer.class.getName(),
            "value.deserializer",
            ByteArrayDeserializer.class.getName());
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(all::add);
      }
    }
    return all;
  }
}

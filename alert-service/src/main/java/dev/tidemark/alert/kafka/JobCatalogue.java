package dev.tidemark.alert.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.alert.rule.JobFacts;
import dev.tidemark.alert.rule.KnownJobs;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.job.v1.Job;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A copy of all jobs as topic {@code tidemark.jobs} has them; each instance reads it from the
 * beginning, in one thread.
 */
@Singleton
public final class JobCatalogue implements KnownJobs {

  private static final Logger LOG = Logger.getLogger(JobCatalogue.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final String bootstrapServers;
  private final DeadLetters deadLetters;
  private final Thread thread = Thread.ofPlatform().name("job-catalogue").unstarted(this::run);
  private volatile Map<String, JobFacts> jobs = Map.of();
  private volatile boolean stopping;
  private volatile String problem = "topic " + Topics.JOBS + " is not read to its end yet";
  private volatile @Nullable Consumer<byte[], byte[]> open;

  JobCatalogue(
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      DeadLetters deadLetters) {
    this.bootstrapServers = bootstrapServers;
    this.deadLetters = deadLetters;
  }

  @Override
  public Optional<JobFacts> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** Why the jobs may not be up to date; empty: they are. */
  public String problem() {
    return problem;
  }

  void start(@Observes StartupEvent started) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent stopped) {
    stopping = true;
    Consumer<byte[], byte[]> reader = open;
    if (reader != null) {
      reader.wakeup();
    }
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try (Consumer<byte[], byte[]> reader = reader()) {
        open = reader;
        follow(reader);
      } catch (WakeupException asked) {
        LOG.debug("job catalogue stopped");
      } catch (KafkaException e) {
        problem = "topic " + Topics.JOBS + " cannot be read: " + e.getMessage();
        LOG.warnf("jobs cannot be read, trying again reason=%s", e.getMessage());
        pause();
      }
    }
  }

  private Consumer<byte[], byte[]> reader() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            "false",
            "auto.offset.reset",
            "earliest",
            "allow.auto.create.topics",
            "false",
            "default.api.timeout.ms",
            "10000"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Consumer<byte[], byte[]> reader) {
    List<TopicPartition> partitions =
        reader.partitionsFor(Topics.JOBS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("it does not exist");
    }
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
    Map<String, JobFacts> read = new HashMap<>();
    boolean complete = false;
    while (!stopping) {
      ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
      records.forEach(record -> apply(record, read));
      boolean atEnd =
          complete
              || ends.entrySet().stream()
                  .allMatch(end -> reader.position(end.getKey()) >= end.getValue());
      if (atEnd && (!complete || !records.isEmpty())) {
        jobs = Map.copyOf(read);
        problem = "";
      }
      complete = atEnd;
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record, Map<String, JobFacts> read) {
    byte[] key = record.key() == null ? new byte[0] : record.key();
    String id = new String(key, StandardCharsets.UTF_8);
    if (record.value() == null) {
      read.remove(id);
      return;
    }
    try {
      read.put(id, facts(Job.parseFrom(record.value())));
    } catch (InvalidProtocolBufferException e) {
      deadLetters
          .bury(
              "malformed_job",
              String.valueOf(e.getMessage()),
              record.topic() + "/" + record.partition() + "@" + record.offset(),
              record.value())
          .subscribe()
          .with(_ -> {}, failure -> LOG.warnf("no dead letter reason=%s", failure));
    }
  }

  private static JobFacts facts(Job job) {
    return new JobFacts(
        job.getUid(),
        job.getName(),
        job.getState().name().toLowerCase(Locale.ROOT).replaceFirst("^job_state_", ""),
        job.getBucketSpanS(),
        job.getAllowedLatenessMs(),
        job.getShards(),
        job.getLiveFromS());
  }
}

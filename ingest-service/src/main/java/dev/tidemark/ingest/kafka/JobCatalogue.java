package dev.tidemark.ingest.kafka;

import dev.tidemark.contract.Topics;
import dev.tidemark.ingest.fold.FoldPlan;
import dev.tidemark.ingest.fold.JobSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All jobs, as topic {@code tidemark.jobs} has them; follows the topic from one thread. Before the
 * topic was read to its end, nothing is known: an event would be missed by a job not yet seen.
 */
public final class JobCatalogue {

  private static final Logger LOG = Logger.getLogger(JobCatalogue.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final KafkaClients clients;
  private final Undecodable undecodable;
  private final Thread thread = Thread.ofPlatform().name("job-catalogue").unstarted(this::run);
  private volatile @Nullable Snapshot snapshot;
  private volatile boolean stopping;
  private volatile String problem =
      "the topic " + Topics.JOBS + " has not been read to its end yet";
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /** Told about records that are no jobs. */
  public interface Undecodable {

    /**
     * A record was skipped.
     *
     * @param source topic, partition and offset
     */
    void skipped(String detail, String source, byte[] value);
  }

  /**
   * The jobs at one moment.
   *
   * @param jobs by id
   * @param live plan of all live jobs
   */
  public record Snapshot(Map<String, JobSpec> jobs, FoldPlan live) {

    /** Copies the jobs. */
    public Snapshot {
      jobs = Map.copyOf(jobs);
    }
  }

  /** A catalogue; {@link #start} makes it read. */
  public JobCatalogue(KafkaClients clients, Undecodable undecodable) {
    this.clients = clients;
    this.undecodable = undecodable;
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** The jobs now; empty until the topic was read to its end. */
  public Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /** Why the jobs may not be up to date; empty: they are. */
  public String problem() {
    return problem;
  }

  /** Ends. */
  public void stop() {
    stopping = true;
    Consumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(Duration.ofSeconds(3));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try (Consumer<byte[], byte[]> reader = clients.reader("jobs")) {
        consumer = reader;
        follow(reader);
      } catch (WakeupException asked) {
        LOG.debug("job catalogue stopped");
      } catch (RuntimeException e) { // whatever it is, reading must go on
        problem = "the topic " + Topics.JOBS + " cannot be read: " + e.getMessage();
        LOG.warnf("jobs cannot be read, trying again reason=%s", e.getMessage());
        pause();
      }
    }
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
    Map<String, JobSpec> jobs = new HashMap<>();
    boolean complete = false;
    while (!stopping) {
      ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
      records.forEach(record -> apply(record, jobs));
      boolean atEnd = complete || ends.entrySet().stream().allMatch(end -> read(reader, end));
      if (atEnd && (!complete || !records.isEmpty())) {
        publish(jobs);
      }
      complete = atEnd;
    }
  }

  private static boolean read(
      Consumer<byte[], byte[]> reader, Map.Entry<TopicPartition, Long> end) {
    return reader.position(end.getKey()) >= end.getValue();
  }

  private void publish(Map<String, JobSpec> jobs) {
    snapshot = new Snapshot(jobs, FoldPlan.live(List.copyOf(jobs.values())));
    problem = "";
    LOG.infof("jobs known count=%d", jobs.size());
  }

  private void apply(ConsumerRecord<byte[], byte[]> record, Map<String, JobSpec> jobs) {
    String source = record.topic() + "/" + record.partition() + "@" + record.offset();
    byte[] key = record.key() == null ? new byte[0] : record.key();
    String id = new String(key, StandardCharsets.UTF_8);
    if (record.value() == null) {
      jobs.remove(id);
      return;
    }
    try {
      jobs.put(id, JobDecoder.decode(id, record.value()));
    } catch (RuntimeException e) { // a record must not stop the ones behind it
      LOG.warnf("job record skipped source=%s reason=%s", source, e.getMessage());
      undecodable.skipped(String.valueOf(e.getMessage()), source, record.value());
    }
  }
}

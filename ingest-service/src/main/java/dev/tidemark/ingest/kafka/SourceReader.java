package dev.tidemark.ingest.kafka;

import dev.tidemark.ingest.event.InputLimits;
import dev.tidemark.ingest.fold.FoldPlan;
import dev.tidemark.ingest.format.Format;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from Kafka topics, from one thread: what is read is folded and committed in one
 * transaction together with the offsets behind it. So every event counts once, whatever ends when:
 * what was not committed is read again, by whoever has the partition then.
 *
 * <pre>
 * WAITING for jobs --> OPEN (poll, fold, commit, again) --anything fails--> CLOSED --a second--> OPEN
 * </pre>
 */
public final class SourceReader {

  private static final Logger LOG = Logger.getLogger(SourceReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);

  private final Map<String, Format> topics;
  private final String group;
  private final KafkaClients clients;
  private final JobCatalogue catalogue;
  private final Intake intake;
  private final Thread thread = Thread.ofPlatform().name("source-reader").unstarted(this::run);
  private volatile boolean stopping;
  private volatile String problem = "";
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /**
   * What becomes of the records.
   *
   * @param limits what is accepted
   * @param maxUpdates aggregates of one transaction, at about
   * @param clock tells which times are
   * @param observer told of everything
   */
  public record Intake(InputLimits limits, int maxUpdates, Clock clock, SourceObserver observer) {}

  /**
   * A reader; {@link #start} makes it read.
   *
   * @param topics their names, with what is written in them; empty: there is nothing to read
   * @param group the consumer group, which all instances share
   */
  public SourceReader(
      Map<String, Format> topics,
      String group,
      KafkaClients clients,
      JobCatalogue catalogue,
      Intake intake) {
    this.topics = Map.copyOf(topics);
    this.group = group;
    this.clients = clients;
    this.catalogue = catalogue;
    this.intake = intake;
  }

  /** Begins to read, if there is anything to read. */
  public void start() {
    if (!topics.isEmpty()) {
      thread.start();
    }
  }

  /** Why not everything is read now; empty: it is, or there is nothing to read. */
  public String problem() {
    return problem;
  }

  /** Commits what is being folded, and ends. */
  public void stop() {
    stopping = true;
    Consumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(STOP_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      if (catalogue.snapshot().isEmpty()) {
        pause(POLL); // without the jobs every event would be missed
        continue;
      }
      try (TransactionalLog log = TransactionalLog.open(clients, "sources");
          Consumer<byte[], byte[]> reader = clients.member(group, "sources")) {
        consumer = reader;
        follow(reader, log);
      } catch (WakeupException asked) {
        LOG.debug("source reader stopped");
      } catch (RuntimeException | LinkageError | StackOverflowError e) { // reading must go on
        failed(e.getClass().getSimpleName() + ": " + e.getMessage());
        pause(RETRY);
      }
    }
  }

  private void failed(String reason) {
    intake.observer().failed();
    if (!reason.equals(problem)) {
      LOG.warnf("source topics cannot be read, trying again reason=%s", reason);
    }
    problem = reason;
  }

  private void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Consumer<byte[], byte[]> reader, TransactionalLog log) {
    long lookAgain = System.nanoTime();
    String missing = "";
    while (!stopping) {
      if (System.nanoTime() - lookAgain >= 0) {
        missing = subscribe(reader);
        lookAgain = System.nanoTime() + LOOK_AGAIN.toNanos();
      }
      ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
      if (!records.isEmpty()) {
        FoldPlan plan = catalogue.snapshot().orElseThrow().live();
        new SourcePoll(plan, topics, intake).commit(records, log, reader.groupMetadata());
      }
      if (!records.isEmpty() || !reader.assignment().isEmpty()) {
        problem = missing;
      }
    }
  }

  /** Subscribes to the topics that there are, and tells which are missing. */
  private String subscribe(Consumer<byte[], byte[]> reader) {
    Set<String> present = new TreeSet<>(topics.keySet());
    present.removeIf(topic -> reader.partitionsFor(topic).isEmpty());
    Set<String> missing = new TreeSet<>(topics.keySet());
    missing.removeAll(present);
    String said = missing.isEmpty() ? "" : "there is no topic " + String.join(", ", missing);
    if (!missing.isEmpty() && !said.equals(problem)) {
      LOG.warnf("source topics are missing topics=%s", missing);
    }
    if (present.isEmpty()) {
      throw new KafkaException(said);
    }
    if (!present.equals(reader.subscription())) {
      reader.subscribe(present);
    }
    return said;
  }
}

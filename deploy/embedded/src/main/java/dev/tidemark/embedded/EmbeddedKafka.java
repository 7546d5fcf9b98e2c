package dev.tidemark.embedded;

import dev.tidemark.contract.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A single-node Kafka (KRaft, broker and controller) in this JVM. Topics are created by {@link
 * #start}, never by clients. Data stays in the given folder, so a later start, or one after a
 * crash, goes on where the last ended.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final int NODE = 1;
  private static final Duration TOPICS_WITHIN = Duration.ofSeconds(60);
  private static final String ONE = "1";

  private final Path data;
  private final int port;
  private final int controllerPort;
  private @Nullable KafkaRaftServer server;

  private EmbeddedKafka(Path data, int port, int controllerPort) {
    this.data = data;
    this.port = port;
    this.controllerPort = controllerPort;
  }

  /**
   * Starts a broker on free ports and creates the topics of {@link Topics#ALL} that are missing.
   *
   * @param data folder for its data; created if missing
   * @throws IllegalStateException if Kafka does not start or the topics cannot be created
   */
  public static EmbeddedKafka start(Path data) {
    return start(data, FreePorts.any());
  }

  /**
   * Starts a broker on a given port of 127.0.0.1.
   *
   * @param data folder for its data; created if missing
   * @param port a free port
   * @throws IllegalStateException if Kafka does not start or the topics cannot be created
   */
  public static EmbeddedKafka start(Path data, int port) {
    EmbeddedKafka kafka = new EmbeddedKafka(data, port, FreePorts.any());
    kafka.start();
    return kafka;
  }

  /** What clients call {@code bootstrap.servers}. The same over {@link #stop} and start. */
  public String bootstrapServers() {
    return FreePorts.HOST + ":" + port;
  }

  /**
   * Starts again after {@link #stop}, on the same port and data.
   *
   * @throws IllegalStateException if it runs already, or does not start
   */
  public synchronized void start() {
    if (server != null) {
      throw new IllegalStateException("Kafka runs already at " + bootstrapServers());
    }
    format();
    KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
    starting.startup();
    server = starting;
    createMissingTopics();
  }

  /** Stops the broker and keeps its data; does nothing if it is stopped. */
  public synchronized void stop() {
    KafkaRaftServer stopping = server;
    if (stopping != null) {
      server = null;
      stopping.shutdown();
      stopping.awaitShutdown();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void format() {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    try {
      Files.createDirectories(data);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(data.toString()))
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName("CONTROLLER")
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare Kafka's folder " + data, e);
    } catch (Exception e) { // declared by Formatter
      throw new IllegalStateException("cannot format Kafka's folder " + data, e);
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> all = new HashMap<>(network());
    all.put("log.dirs", data.toString());
    all.put("auto.create.topics.enable", "false");
    all.putAll(singleNode());
    all.putAll(small());
    // A writer that was killed blocks readers of committed records only this long after its
    // transaction's time-out, instead of 10 s.
    all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("controlled.shutdown.enable", "false");
    return all;
  }

  private Map<String, Object> network() {
    String controller = FreePorts.HOST + ":" + controllerPort;
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(NODE),
        "controller.quorum.voters",
        NODE + "@" + controller,
        "listeners",
        "PLAINTEXT://" + bootstrapServers() + ",CONTROLLER://" + controller,
        "advertised.listeners",
        "PLAINTEXT://" + bootstrapServers(),
        "inter.broker.listener.name",
        "PLAINTEXT",
        "controller.listener.names",
        "CONTROLLER");
  }

  private static Map<String, Object> singleNode() {
    return Map.of(
        "offsets.topic.replication.factor", ONE,
        "offsets.topic.num.partitions", "4",
        "transaction.state.log.replication.factor", ONE,
        "transaction.state.log.min.isr", ONE,
        "transaction.state.log.num.partitions", "4",
        "share.coordinator.state.topic.replication.factor", ONE,
        "share.coordinator.state.topic.min.isr", ONE,
        "share.coordinator.state.topic.num.partitions", ONE);
  }

  /** Kafka's defaults are for servers: the cleaner's buffer alone would take 128 MiB of heap. */
  private static Map<String, Object> small() {
    return Map.of(
        "log.cleaner.dedupe.buffer.size",
        Integer.toString(8 << 20),
        "log.cleaner.io.buffer.size",
        Integer.toString(128 << 10),
        "log.index.size.max.bytes",
        Integer.toString(1 << 20),
        "num.network.threads",
        "2",
        "num.io.threads",
        "3",
        "background.threads",
        "2",
        "num.replica.fetchers",
        ONE,
        "group.coordinator.threads",
        ONE);
  }

  private void createMissingTopics() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      Set<String> present =
          admin.listTopics().names().get(TOPICS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      List<NewTopic> missing =
          Topics.ALL.stream()
              .filter(topic -> !present.contains(topic.name()))
              .map(EmbeddedKafka::newTopic)
              .toList();
      admin.createTopics(missing).all().get(TOPICS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      stop();
      throw new IllegalStateException("Kafka started, but its topics could not be created", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      throw new IllegalStateException("interrupted while creating Kafka's topics", e);
    }
  }

  private static NewTopic newTopic(Topics.Spec topic) {
    return new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings());
  }
}

package dev.tidemark.local;

import dev.tidemark.embedded.EmbeddedDatabase;
import dev.tidemark.embedded.EmbeddedKafka;
import dev.tidemark.embedded.FreePorts;
import dev.tidemark.local.client.Tidemark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The whole suite, running: PostgreSQL and Kafka in this JVM, the services as processes.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.start(StackOptions.in(folder).withBaselineInstances(2))) {
 *   post(stack.url(ServiceKind.INGEST).resolve("/api/v1/events"), ...);
 *   ServiceProcess second = stack.service("baseline-service-2");
 *   second.kill();
 *   second.start();
 *   second.awaitReady();
 * }
 * }</pre>
 */
public final class LocalStack implements AutoCloseable {

  /** Kept, since loggers are forgotten together with their level when nobody holds them. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("kafka"),
          Logger.getLogger("org.apache.kafka"),
          Logger.getLogger("state.change.logger"),
          Logger.getLogger("io.zonky"));

  private final StackOptions options;
  private final StackListener listener;
  private final EmbeddedDatabase database;
  private final EmbeddedKafka kafka;
  private final List<ServiceProcess> services;
  private boolean closed;

  private LocalStack(
      StackOptions options,
      StackListener listener,
      EmbeddedDatabase database,
      EmbeddedKafka kafka) {
    this.options = options;
    this.listener = listener;
    this.database = database;
    this.kafka = kafka;
    this.services = new ArrayList<>();
  }

  /**
   * Starts everything and waits until it is ready.
   *
   * @throws IllegalStateException if a part does not start; what had started is stopped again
   */
  public static LocalStack start(StackOptions options) {
    return start(options, StackListener.SILENT);
  }

  /**
   * Starts everything and waits until it is ready.
   *
   * @throws IllegalStateException if a part does not start; what had started is stopped again
   */
  public static LocalStack start(StackOptions options, StackListener listener) {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    try {
      Files.createDirectories(options.data());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + options.data(), e);
    }
    Leftovers.clean(options.data());
    LocalStack stack = withServers(options, listener);
    try {
      stack.startServices();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** The suite as its users see it. */
  public Tidemark tidemark() {
    return Tidemark.at(url(ServiceKind.INGEST), url(ServiceKind.BASELINE), url(ServiceKind.ALERT));
  }

  /** Where a service answers; the first instance of baseline-service. */
  public URI url(ServiceKind kind) {
    return first(kind).url();
  }

  /** The first process of a service. */
  public ServiceProcess first(ServiceKind kind) {
    return all(kind).getFirst();
  }

  /** All processes of a service. */
  public List<ServiceProcess> all(ServiceKind kind) {
    return services.stream().filter(service -> service.kind() == kind).toList();
  }

  /** A process by its name, for example {@code baseline-service-2}. */
  public ServiceProcess service(String name) {
    return services.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service '" + name + "' in this stack"));
  }

  /** The broker; it can be stopped and started. */
  public EmbeddedKafka kafka() {
    return kafka;
  }

  /** The database server; it can be stopped and started. */
  public EmbeddedDatabase database() {
    return database;
  }

  /** What {@code DATA/stack.json} says now. */
  public StackFile describe() {
    return new StackFile(
        StackFile.Running.of(ProcessHandle.current()),
        kafka.bootstrapServers(),
        database.jdbcUrl(),
        services.stream().filter(ServiceProcess::isAlive).map(ServiceProcess::describe).toList());
  }

  /** Stops the services, last started first, then Kafka and PostgreSQL. Data is kept. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (ServiceProcess service : services.reversed()) {
      if (service.isAlive()) {
        listener.stopping(service.name());
        Signals.send(service.describe().process().find().orElseThrow(), "CONT");
      }
      service.stop();
    }
    listener.stopping("Kafka and PostgreSQL");
    kafka.close();
    database.close();
    StackFile.delete(options.data());
  }

  private static LocalStack withServers(StackOptions options, StackListener listener) {
    Path data = options.data();
    long begun = System.nanoTime();
    listener.starting("PostgreSQL");
    EmbeddedDatabase database =
        EmbeddedDatabase.start(
            data.resolve("postgres"), FreePorts.any(), EmbeddedDatabase.Durability.DISK);
    listener.ready("PostgreSQL", database.jdbcUrl(), since(begun));
    try {
      begun = System.nanoTime();
      listener.starting("Kafka");
      EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"));
      listener.ready("Kafka", kafka.bootstrapServers(), since(begun));
      return new LocalStack(options, listener, database, kafka);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private void startServices() {
    services.addAll(new StackPlan(options, kafka, database).services(this::writeFile, listener));
    for (ServiceKind kind : ServiceKind.values()) {
      long begun = System.nanoTime();
      for (ServiceProcess service : all(kind)) {
        listener.starting(service.name());
        service.start();
      }
      for (ServiceProcess service : all(kind)) {
        service.awaitReady();
        listener.ready(service.name(), service.url().toString(), since(begun));
      }
    }
  }

  private synchronized void writeFile() {
    if (!closed) {
      describe().write(options.data());
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}

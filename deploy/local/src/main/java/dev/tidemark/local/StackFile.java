package dev.tidemark.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * {@code DATA/stack.json}: what runs where, so that other programs find a stack, and the next start
 * finds what a killed one left behind.
 *
 * @param launcher the process that hosts Kafka and started the others
 * @param kafka bootstrap servers
 * @param jdbcUrl PostgreSQL, without user and password (both are {@code tidemark})
 * @param services the processes of the services, in the order of their start
 */
public record StackFile(
    Running launcher,
    String kafka,
    @JsonProperty("jdbc_url") String jdbcUrl,
    List<Service> services) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Copies the list. */
  public StackFile {
    services = List.copyOf(services);
  }

  /**
   * A process, told apart from a later one of the same id by its start.
   *
   * @param pid process id
   * @param startedMillis start of the process, milliseconds since the epoch
   */
  public record Running(long pid, @JsonProperty("started_ms") long startedMillis) {

    private static final long CLOCK_STEP_MS = 2_000;

    static Running of(ProcessHandle process) {
      return new Running(process.pid(), started(process));
    }

    /** The process if it still runs. */
    Optional<ProcessHandle> find() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> Math.abs(started(process) - startedMillis) < CLOCK_STEP_MS);
    }

    private static long started(ProcessHandle process) {
      return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }
  }

  /**
   * A service's process.
   *
   * @param name its name, unique in the stack
   * @param kind which service it is
   * @param process its process
   * @param url where it answers
   * @param log file with its log
   */
  public record Service(String name, ServiceKind kind, Running process, URI url, String log) {}

  /** Where a service answers, the first of its instances. */
  public URI url(ServiceKind kind) {
    return services.stream()
        .filter(service -> service.kind() == kind)
        .map(Service::url)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(kind.module() + " does not run"));
  }

  /** What the file in a data folder says; empty if there is none. */
  public static Optional<StackFile> read(Path data) {
    Path file = in(data);
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(file.toFile(), StackFile.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void write(Path data) {
    Path file = in(data);
    Path draft = data.resolve("stack.json.new");
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(draft.toFile(), this);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static void delete(Path data) {
    try {
      Files.deleteIfExists(in(data));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + in(data), e);
    }
  }

  private static Path in(Path data) {
    return data.resolve("stack.json");
  }
}

package dev.tidemark.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One process of a service. It can be ended as an operator would, killed, frozen and thawed, and
 * started again at the same address.
 */
public final class ServiceProcess {

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(150);
  private static final int LOG_LINES_SHOWN = 25;

  private final Spec spec;
  private final Runnable onChange;
  private final StackListener listener;
  private @Nullable Process process;

  /**
   * What to run.
   *
   * @param name unique in its stack
   * @param kind which service
   * @param jar its runnable jar
   * @param port its port on 127.0.0.1
   * @param environment its settings
   * @param log file that its output is appended to
   */
  record Spec(
      String name,
      ServiceKind kind,
      Path jar,
      int port,
      Map<String, String> environment,
      Path log) {}

  /**
   * Prepares a process; nothing runs yet.
   *
   * @param onChange called after every start
   */
  ServiceProcess(Spec spec, Runnable onChange, StackListener listener) {
    this.spec = spec;
    this.onChange = onChange;
    this.listener = listener;
  }

  /** Unique name in its stack: the service's, with a number from the second instance on. */
  public String name() {
    return spec.name();
  }

  /** Which service it is. */
  public ServiceKind kind() {
    return spec.kind();
  }

  /** Where it answers; the same over restarts. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + spec.port());
  }

  /** Its log file. */
  public Path log() {
    return spec.log();
  }

  /** Whether the process exists, be it ready, frozen or still starting. */
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /**
   * Starts it, without waiting until it is ready.
   *
   * @throws IllegalStateException if it runs already or is not built
   */
  public synchronized void start() {
    if (isAlive()) {
      throw new IllegalStateException(name() + " runs already");
    }
    if (!Files.exists(spec.jar())) {
      throw new IllegalStateException(
          name() + " is not built: " + spec.jar() + " is missing, run ./mvnw package -DskipTests");
    }
    try {
      Files.createDirectories(spec.log().toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
      builder.environment().putAll(spec.environment());
      Process started = builder.start();
      process = started;
      Thread.ofVirtual().name(name() + "-watch").start(() -> watch(started));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name(), e);
    }
    onChange.run();
  }

  /**
   * Waits until its readiness check says yes.
   *
   * @throws IllegalStateException if it ends before, or is not ready within three minutes; the
   *     message has its last readiness answer and the end of its log
   */
  public void awaitReady() {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    String answer = "no answer";
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        HttpResponse<String> response = readiness(http, ANSWER_WITHIN);
        if (response != null && response.statusCode() == 200) {
          return;
        }
        answer = response == null ? answer : response.body();
        if (!isAlive()) {
          throw new IllegalStateException(name() + " ended while starting" + lastLines());
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name(), e);
    }
    throw new IllegalStateException(
        name() + " is not ready after " + READY_WITHIN + ": " + answer + lastLines());
  }

  /** Whether its readiness check says yes within a time; a frozen one does not answer at all. */
  public boolean isReady(Duration patience) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = readiness(http, patience);
      return response != null && response.statusCode() == 200;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + name(), e);
    }
  }

  /** Ends it as an operator would (SIGTERM) and waits; kills it after 30 s. */
  public void stop() {
    Process stopping = forget();
    if (stopping != null) {
      Signals.end(stopping.toHandle(), STOP_WITHIN);
    }
  }

  /** Kills it at once (SIGKILL) and waits until it is gone. */
  public void kill() {
    Process killed = forget();
    if (killed != null) {
      killed.destroyForcibly();
      Signals.endsWithin(killed.toHandle(), STOP_WITHIN);
    }
  }

  /** Freezes it (SIGSTOP): it keeps its connections and does nothing. */
  public void freeze() {
    Signals.send(running().toHandle(), "STOP");
  }

  /** Lets a frozen one go on (SIGCONT). */
  public void thaw() {
    Signals.send(running().toHandle(), "CONT");
  }

  StackFile.Service describe() {
    return new StackFile.Service(
        name(), kind(), StackFile.Running.of(running().toHandle()), url(), log().toString());
  }

  private synchronized Process running() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException(name() + " does not run");
    }
    return current;
  }

  /** From now on its end is expected. */
  private synchronized @Nullable Process forget() {
    Process current = process;
    process = null;
    return current;
  }

  private void watch(Process which) {
    try {
      int exitCode = which.waitFor();
      boolean expected;
      synchronized (this) {
        expected = !which.equals(process);
      }
      if (!expected) {
        listener.died(this, exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    // Ctrl-C reaches every process of the terminal. Services ignore it, so that the stack can stop
    // them one after the other; a JVM leaves a signal alone that it finds ignored.
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + spec.kind().heapMebibytes() + "m");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=" + (spec.kind() == ServiceKind.ALERT ? 1 : 4),
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            spec.jar().toString()));
    return command;
  }

  private @Nullable HttpResponse<String> readiness(HttpClient http, Duration patience)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/q/health/ready")).timeout(patience).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException notYet) {
      return null;
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(spec.log(), StandardCharsets.UTF_8);
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return "; end of "
          + spec.log()
          + ":\n"
          + String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "; its log " + spec.log() + " cannot be read";
    }
  }
}

package dev.tidemark.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A PostgreSQL server that outlived the JVM that started it (kill -9). {@code postmaster.pid} in
 * the data folder names it; a process of that id which is no postgres has only inherited the
 * number.
 */
final class LeftoverPostgres {

  private static final Logger LOG = Logger.getLogger(LeftoverPostgres.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private LeftoverPostgres() {}

  /** Stops the server that still runs on this data folder, if any, and clears its pid file. */
  static void stop(Path data) {
    Path pidFile = data.resolve("postmaster.pid");
    Optional<ProcessHandle> left = server(pidFile);
    left.ifPresent(LeftoverPostgres::stop);
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the stale " + pidFile, e);
    }
  }

  private static Optional<ProcessHandle> server(Path pidFile) {
    try {
      List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
              .filter(process -> process.info().command().orElse("").contains("postgres"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pidFile, e);
    } catch (NumberFormatException torn) {
      return Optional.empty();
    }
  }

  private static void stop(ProcessHandle server) {
    LOG.log(Level.INFO, "stopping a PostgreSQL left behind by a killed run pid={0}", server.pid());
    // INT: cut the clients and stop in order. QUIT: at once, recover at the next start.
    for (String signal : List.of("INT", "QUIT", "KILL")) {
      signal(server, signal);
      if (endsWithin(server, PATIENCE)) {
        return;
      }
    }
    throw new IllegalStateException("PostgreSQL (process " + server.pid() + ") cannot be stopped");
  }

  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException noKillCommand) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean endsWithin(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

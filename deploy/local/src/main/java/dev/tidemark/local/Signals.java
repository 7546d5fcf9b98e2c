package dev.tidemark.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Signals to processes, by the {@code kill} command, and waiting for their end. */
final class Signals {

  private Signals() {}

  /** Sends a signal, for example {@code STOP}; a process that has ended is no error. */
  static void send(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks a process to end, and makes it end when it has not done so in time. */
  static void end(ProcessHandle process, Duration patience) {
    send(process, "TERM");
    if (!endsWithin(process, patience)) {
      process.destroyForcibly();
      endsWithin(process, patience);
    }
  }

  /** Whether a process ended within the time. */
  static boolean endsWithin(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package dev.tidemark.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a stack that was killed left running. */
final class Leftovers {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Leftovers() {}

  /**
   * Ends the services that a killed stack left behind in a data folder. Its PostgreSQL is ended by
   * the next start of one on that data.
   *
   * @throws IllegalStateException if the stack itself still runs there
   */
  static void clean(Path data) {
    Optional<StackFile> file = StackFile.read(data);
    if (file.isEmpty()) {
      return;
    }
    if (launcher(file.get()).isPresent()) {
      throw new IllegalStateException(
          "a stack runs already on "
              + data
              + " (process "
              + file.get().launcher().pid()
              + "): end it with deploy/local/down --data "
              + data
              + ", or use another folder");
    }
    endServices(file.get());
    StackFile.delete(data);
  }

  /** Ends the services of a stack, last started first. */
  static void endServices(StackFile file) {
    List<StackFile.Service> services = file.services().reversed();
    // A frozen process would not hear SIGTERM.
    services.forEach(
        service -> service.process().find().ifPresent(process -> Signals.send(process, "CONT")));
    services.forEach(
        service -> service.process().find().ifPresent(process -> Signals.end(process, PATIENCE)));
  }

  /** The process that hosts a stack, if it still runs and is not this one. */
  static Optional<ProcessHandle> launcher(StackFile file) {
    return file.launcher().find().filter(process -> !process.equals(ProcessHandle.current()));
  }
}

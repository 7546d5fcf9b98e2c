package dev.tidemark.local;

import dev.tidemark.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code deploy/local/down}: stops a stack that runs in another process, or what is left of it. */
final class DownCommand {

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private DownCommand() {}

  static int run(List<String> arguments, Path repository, Console console) {
    Arguments given = Arguments.read(arguments, Set.of("--data"), Set.of());
    Path data = UpCommand.data(given, repository);
    Optional<StackFile> file = StackFile.read(data);
    if (file.isEmpty()) {
      console.say("Nothing runs on " + data);
      return 0;
    }
    Optional<ProcessHandle> launcher = Leftovers.launcher(file.get());
    if (launcher.isPresent()) {
      console.say("Stopping Tidemark (process " + launcher.get().pid() + ") ...");
      Signals.end(launcher.get(), PATIENCE);
    } else {
      console.say("Tidemark was killed: stopping what it left behind ...");
    }
    Leftovers.clean(data);
    EmbeddedDatabase.stopLeftover(data.resolve("postgres"));
    console.say("Stopped.");
    return 0;
  }
}

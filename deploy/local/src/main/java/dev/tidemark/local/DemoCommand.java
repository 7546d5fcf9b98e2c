package dev.tidemark.local;

import dev.tidemark.embedded.EmbeddedDatabase;
import dev.tidemark.embedded.FolderTree;
import dev.tidemark.local.demo.Demo;
import dev.tidemark.local.demo.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code deploy/local/demo}: a new installation, four weeks of history, an attack, an alert. */
final class DemoCommand {

  private static final String MARK = ".made-by-demo";

  private DemoCommand() {}

  static int run(List<String> arguments, Path repository, Console console) {
    Arguments given = Arguments.read(arguments, Set.of("--data", "--scenario"), Set.of("--keep"));
    String scenario = given.value("--scenario").orElse("exfiltration");
    Demo.checkScenario(scenario);
    Path data =
        given
            .value("--data")
            .map(Path::of)
            .orElse(repository.resolve("deploy/local/data/demo"))
            .toAbsolutePath()
            .normalize();
    Leftovers.clean(data);
    prepare(data);
    ServerLog.writeTo(data);
    console.say("Starting Tidemark, data in " + data);
    LocalStack stack =
        ShutDown.guard(
            LocalStack.start(new StackOptions(repository, data, 1, true, Map.of()), console),
            console);
    boolean passed = play(stack, scenario, console);
    if (given.has("--keep")) {
      UpCommand.printUrls(stack, data, console);
      UpCommand.waitForEver();
    }
    return passed ? 0 : 1;
  }

  private static boolean play(LocalStack stack, String scenario, Console console) {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      return new Demo(stack.tidemark(), receiver, scenario, console).run();
    }
  }

  /** The demo needs a new installation; it only ever deletes its own. */
  private static void prepare(Path data) {
    try {
      if (Files.exists(data.resolve(MARK))) {
        EmbeddedDatabase.stopLeftover(data.resolve("postgres"));
        FolderTree.delete(data);
      } else if (Files.isDirectory(data) && !isEmpty(data)) {
        throw new IllegalStateException(
            data + " holds something else: the demo needs an empty or new folder");
      }
      Files.createDirectories(data);
      Files.createFile(data.resolve(MARK));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + data, e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }
}

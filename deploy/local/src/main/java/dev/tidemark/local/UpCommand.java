package dev.tidemark.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** {@code deploy/local/up}: the stack alone, until Ctrl-C or {@code deploy/local/down}. */
final class UpCommand {

  private UpCommand() {}

  static int run(List<String> arguments, Path repository, Console console) {
    Arguments given = Arguments.read(arguments, Set.of("--data"), Set.of());
    Path data = data(given, repository);
    console.say("Starting Tidemark, data in " + data);
    ServerLog.writeTo(data);
    LocalStack stack =
        ShutDown.guard(
            LocalStack.start(new StackOptions(repository, data, 1, true, Map.of()), console),
            console);
    printUrls(stack, data, console);
    waitForEver();
    return 0;
  }

  /** The folder that was given, or the usual one. */
  static Path data(Arguments given, Path repository) {
    return given
        .value("--data")
        .map(Path::of)
        .orElse(repository.resolve("deploy/local/data"))
        .toAbsolutePath()
        .normalize();
  }

  static void printUrls(LocalStack stack, Path data, Console console) {
    console.say("");
    console.say("Tidemark is up:");
    url(stack, console, "events in", ServiceKind.INGEST, "/api/v1/events");
    url(stack, console, "jobs, results", ServiceKind.BASELINE, "/api/v1/jobs");
    url(stack, console, "alerts", ServiceKind.ALERT, "/api/v1/alerts");
    console.say("  REST documentation   <service>/q/swagger-ui");
    console.say("  logs                 " + data.resolve("logs"));
    console.say("Ctrl-C, or deploy/local/down --data " + data + ", stops it.");
  }

  private static void url(
      LocalStack stack, Console console, String what, ServiceKind kind, String path) {
    console.say("  " + what + " ".repeat(21 - what.length()) + stack.url(kind).resolve(path));
  }

  static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

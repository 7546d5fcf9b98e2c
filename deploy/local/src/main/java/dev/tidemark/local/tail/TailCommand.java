package dev.tidemark.local.tail;

import dev.tidemark.local.Arguments;
import dev.tidemark.local.Arguments.UsageException;
import dev.tidemark.local.Console;
import dev.tidemark.local.ServiceKind;
import dev.tidemark.local.StackFile;
import dev.tidemark.local.client.EventSender;
import dev.tidemark.local.client.ServiceClient;
import dev.tidemark.local.client.Tidemark;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code deploy/local/tail}: follows a log file and sends its lines, each once, until Ctrl-C. */
public final class TailCommand {

  private static final String USAGE =
      "tail --file FILE [--format NAME] [--url http://HOST:8081 | --data DIR] [--from start|end]"
          + " [--checkpoint FILE]; an API key is taken from TIDEMARK_API_KEY";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration WITHOUT_END = Duration.ofDays(365);

  private TailCommand() {}

  /** Sends to ingest-service, and tells what it did not take. */
  private record Sender(EventSender events, Console console) implements Tailer.Target {

    @Override
    public void send(String key, byte[] lines) {
      EventSender.Receipt receipt = events.send(key, lines);
      if (receipt.rejected() > 0) {
        say(
            receipt.rejected()
                + " lines were not taken, the first one since: "
                + receipt.firstError());
      }
    }

    @Override
    public void say(String what) {
      console.say(what);
    }
  }

  /**
   * Runs the command.
   *
   * @param data where the stack runs unless the arguments say otherwise; checkpoints lie there
   * @return never, unless it is interrupted
   */
  public static int run(List<String> arguments, Path data, Console console) {
    Arguments given =
        Arguments.read(
            arguments,
            Set.of("--file", "--format", "--url", "--data", "--from", "--checkpoint"),
            Set.of());
    Path file =
        given
            .value("--file")
            .map(name -> Path.of(name).toAbsolutePath().normalize())
            .orElseThrow(() -> new UsageException("--file is needed\n" + USAGE));
    String from = given.value("--from").orElse("start");
    if (!Set.of("start", "end").contains(from)) {
      throw new UsageException("--from is start or end\n" + USAGE);
    }
    Path stack = given.value("--data").map(Path::of).orElse(data).toAbsolutePath().normalize();
    Path checkpoint =
        given.value("--checkpoint").map(Path::of).orElseGet(() -> checkpoint(stack, file));
    EventSender events =
        EventSender.live(
            new ServiceClient(url(given, stack)),
            given.value("--format").orElse("auto"),
            System.getenv().getOrDefault("TIDEMARK_API_KEY", ""),
            WITHOUT_END);
    console.say("Following " + file + "; what was sent is noted in " + checkpoint);
    try (Tailer tailer =
        new Tailer(file, checkpoint, from.equals("end"), new Sender(events, console))) {
      while (!Thread.currentThread().isInterrupted()) {
        if (!tailer.step()) {
          Tidemark.pause(LOOK_AGAIN);
        }
      }
    }
    return 0;
  }

  private static Path checkpoint(Path stack, Path file) {
    String name = file.toString().replaceAll("[^A-Za-z0-9._-]+", "_");
    return stack.resolve("tail").resolve(name + ".checkpoint");
  }

  private static URI url(Arguments given, Path stack) {
    if (given.value("--url").isPresent()) {
      return URI.create(given.value("--url").orElseThrow());
    }
    return StackFile.read(stack)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no stack runs on "
                        + stack
                        + ": start one with deploy/local/up, or say where ingest-service is with"
                        + " --url"))
        .url(ServiceKind.INGEST);
  }
}

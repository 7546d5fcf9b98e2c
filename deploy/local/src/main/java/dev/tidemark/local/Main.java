package dev.tidemark.local;

import dev.tidemark.local.replay.ReplayCommand;
import dev.tidemark.local.tail.TailCommand;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The program behind the scripts in {@code deploy/local}. */
public final class Main {

  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  /** Runs a command: {@code up}, {@code down}, {@code demo}, {@code replay} or {@code tail}. */
  public static void main(String[] arguments) {
    System.exit(run(Arrays.asList(arguments)));
  }

  private static int run(List<String> arguments) {
    Console console = Console.ofThisProcess();
    if (arguments.isEmpty()) {
      console.say("commands: up, down, demo, replay, tail");
      return WRONG_USE;
    }
    try {
      ServerLog.silence();
      Path repository = StackOptions.checkout(Path.of(System.getProperty("tidemark.home", "")));
      List<String> rest = arguments.subList(1, arguments.size());
      return switch (arguments.getFirst()) {
        case "up" -> UpCommand.run(rest, repository, console);
        case "down" -> DownCommand.run(rest, repository, console);
        case "demo" -> DemoCommand.run(rest, repository, console);
        case "tail" -> TailCommand.run(rest, repository.resolve("deploy/local/data"), console);
        case "replay" -> ReplayCommand.run(rest, repository.resolve("deploy/local/data"), console);
        default -> throw new Arguments.UsageException("no command '" + arguments.getFirst() + "'");
      };
    } catch (Arguments.UsageException e) {
      console.say("Wrong use: " + e.getMessage());
      return WRONG_USE;
    } catch (IllegalStateException | UncheckedIOException e) {
      console.progressDone();
      console.say("Failed: " + e.getMessage());
      return FAILED;
    }
  }
}

package dev.tidemark.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.local.Arguments;
import dev.tidemark.local.Console;
import dev.tidemark.local.ServiceKind;
import dev.tidemark.local.StackFile;
import dev.tidemark.local.client.Tidemark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code deploy/local/replay}: plays a file into the running stack and says what came of it. */
public final class ReplayCommand {

  private static final double THRESHOLD = 75;
  private static final Duration ALERTS_WITHIN = Duration.ofSeconds(60);

  private ReplayCommand() {}

  /**
   * Runs the command.
   *
   * @param data where the stack runs unless the arguments say otherwise
   * @return 0 if everything acknowledged was counted
   */
  public static int run(List<String> arguments, Path data, Console console) {
    Arguments given = ReplayOptions.arguments(arguments);
    ReplayOptions options = ReplayOptions.of(given);
    Path stack = given.value("--data").map(Path::of).orElse(data).toAbsolutePath().normalize();
    Tidemark tidemark = tidemark(stack);
    console.say("Playing " + options.file() + " into job " + options.job());
    if (options.series() && options.scale() != 1) {
      console.say("Values are multiplied by " + options.scale() + " and rounded, halves up.");
    }
    Batches sent =
        options.speed().isPresent()
            ? new LiveReplay(tidemark, options, console).run()
            : new HistoryReplay(tidemark, options, console).run();
    return report(tidemark, options.job(), sent, console);
  }

  private static Tidemark tidemark(Path data) {
    StackFile stack =
        StackFile.read(data)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no stack runs on " + data + ": start one with deploy/local/up"));
    return Tidemark.at(
        stack.url(ServiceKind.INGEST),
        stack.url(ServiceKind.BASELINE),
        stack.url(ServiceKind.ALERT));
  }

  private static int report(Tidemark tidemark, String job, Batches sent, Console console) {
    double counted =
        tidemark.buckets(job).stream().mapToDouble(node -> node.path("actual").asDouble()).sum();
    List<JsonNode> records = tidemark.records(job, THRESHOLD);
    awaitDecisions(tidemark, job, records);
    List<JsonNode> alerts = tidemark.alerts(job);
    console.say("");
    line(console, "events acknowledged", Long.toString(sent.accepted()));
    line(console, "events refused", sent.rejected() + " " + sent.firstError());
    line(console, "sum of actual", String.format(Locale.ROOT, "%.0f", counted));
    line(console, "records >= 75", Integer.toString(records.size()));
    line(console, "alerts", Integer.toString(alerts.size()));
    for (JsonNode alert : alerts.reversed()) {
      console.say(
          "  "
              + alert.path("opened_bucket").asText()
              + "  score "
              + Math.round(alert.path("score").asDouble())
              + "  "
              + alert.path("summary").asText());
    }
    if (counted != sent.accepted()) {
      console.say("Not every acknowledged event is counted in a bucket (or others sent events).");
      return 1;
    }
    return 0;
  }

  /** Records reach alert-service a moment after they are stored. */
  private static void awaitDecisions(Tidemark tidemark, String job, List<JsonNode> records) {
    if (records.isEmpty()) {
      return;
    }
    String last = records.getLast().path("id").asText();
    Tidemark.await(
        "the last record is judged by a rule",
        ALERTS_WITHIN,
        () ->
            !tidemark
                .alert()
                .get("/api/v1/decisions?job=" + job + "&record=" + last)
                .orThrow()
                .path("decisions")
                .isEmpty());
  }

  private static void line(Console console, String what, String value) {
    console.say(String.format(Locale.ROOT, "%-22s %s", what, value).stripTrailing());
  }
}

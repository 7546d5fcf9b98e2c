package dev.tidemark.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.local.Arguments.UsageException;
import dev.tidemark.local.Console;
import dev.tidemark.local.client.EventSender;
import dev.tidemark.local.client.Tidemark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays input live, faster than it happened: a job with shorter buckets sees it from now on. */
final class LiveReplay {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration BEAT = Duration.ofMillis(250);
  private static final Duration LATENESS = Duration.ofSeconds(5);

  private final Tidemark tidemark;
  private final ReplayOptions options;
  private final Console console;
  private final Input input;
  private final EventSender sender;

  LiveReplay(Tidemark tidemark, ReplayOptions options, Console console) {
    this.tidemark = tidemark;
    this.options = options;
    this.console = console;
    this.input = options.read();
    this.sender = new EventSender(tidemark.ingest(), Optional.empty(), PATIENCE);
  }

  /** Plays everything, and waits until it is judged. */
  Batches run() {
    Duration span = options.playedSpan();
    JsonNode job =
        new ReplayJob(tidemark, options.job()).orCreate(span, LATENESS.toSeconds() + "s");
    if (!job.path("state").asText().equals("closed")) {
      throw new UsageException("job " + options.job() + " is in use; give another --job");
    }
    tidemark.baseline().post("/api/v1/jobs/" + options.job() + "/open", Map.of()).orThrow();
    Instant begin =
        Instant.parse(tidemark.job(options.job()).orElseThrow().path("live_from").asText());
    console.say("Live from " + begin + ", a bucket lasts " + span.toSeconds() + " s.");
    Batches batches = new Batches(sender, "replay-live/" + job.path("uid").asText());
    Instant until = play(begin, span, batches);
    Tidemark.await(
        "the last bucket is judged",
        span.plus(LATENESS).plusMinutes(2),
        () -> !judgedSince(until.minus(span)).isEmpty());
    tidemark.baseline().post("/api/v1/jobs/" + options.job() + "/close", Map.of()).orThrow();
    return batches;
  }

  private List<JsonNode> judgedSince(Instant from) {
    return tidemark
        .baseline()
        .all("/api/v1/jobs/" + options.job() + "/buckets?from=" + from, "buckets");
  }

  private Instant play(Instant begin, Duration span, Batches batches) {
    double factor = (double) options.step().toSeconds() / span.toSeconds();
    long step = options.step().toSeconds();
    Instant zero =
        Instant.ofEpochSecond(Math.floorDiv(input.first().getEpochSecond(), step) * step);
    Iterator<Input.Slice> slices =
        input.slices(
            span,
            time ->
                begin.plusMillis(
                    (long) Math.floor(Duration.between(zero, time).toMillis() / factor)),
            1);
    Instant until = begin;
    while (slices.hasNext()) {
      Input.Slice slice = slices.next();
      until = slice.until();
      for (Instant alive : slice.alive()) {
        sleepUntil(alive);
        sender.heartbeats(List.of(alive));
      }
      playSlice(slice, batches);
    }
    sleepUntil(until);
    console.progressDone();
    return until;
  }

  private void playSlice(Input.Slice slice, Batches batches) {
    List<Input.Line> due = new ArrayList<>();
    for (Input.Line line : slice.lines()) {
      if (line.at().isAfter(Instant.now())) {
        batches.send(due);
        due = new ArrayList<>();
        sleepUntil(line.at().plus(BEAT));
      }
      due.add(line);
    }
    batches.send(due);
    console.progress("playing ", batches.accepted(), input.total(), "until " + slice.until());
  }

  private static void sleepUntil(Instant time) {
    Duration wait = Duration.between(Instant.now(), time);
    if (wait.isPositive()) {
      Tidemark.pause(wait);
    }
  }
}

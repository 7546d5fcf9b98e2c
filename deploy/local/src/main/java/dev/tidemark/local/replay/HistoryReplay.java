package dev.tidemark.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.local.Arguments.UsageException;
import dev.tidemark.local.Console;
import dev.tidemark.local.client.EventSender;
import dev.tidemark.local.client.Tidemark;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;

/**
 * Plays input as history: a backfill that is advanced slice by slice. Broken off, it goes on where
 * it was when it is started again.
 */
final class HistoryReplay {

  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int EVENTS_A_SLICE = 20_000;

  private final Tidemark tidemark;
  private final ReplayOptions options;
  private final Console console;
  private final Input input;

  HistoryReplay(Tidemark tidemark, ReplayOptions options, Console console) {
    this.tidemark = tidemark;
    this.options = options;
    this.console = console;
    this.input = options.read();
  }

  /** Plays everything, and waits until it is judged. */
  Batches run() {
    Duration shift = options.keepTimes() ? Duration.ZERO : shift(Instant.now());
    JsonNode job = new ReplayJob(tidemark, options.job()).orCreate(options.step(), "2m");
    Instant from = floor(input.first().plus(shift));
    Session session = session(job, from);
    Batches batches = batches(job);
    Instant until = play(session, batches, shift);
    tidemark.end(options.job(), session.id(), false);
    awaitJudged(session.id(), from, until);
    return batches;
  }

  private record Session(String id, Instant advancedUntil) {}

  private Session session(JsonNode job, Instant from) {
    JsonNode running = job.path("backfill_id");
    if (running.isTextual()) {
      JsonNode session = tidemark.backfill(options.job(), running.asText());
      if (!Instant.parse(session.path("from").asText()).equals(from)) {
        throw new UsageException(
            "job " + options.job() + " has a backfill of something else running");
      }
      console.say("Going on with the backfill that was broken off.");
      String advanced = session.path("advanced_until").asText("");
      return new Session(
          running.asText(), advanced.isEmpty() ? Instant.EPOCH : Instant.parse(advanced));
    }
    return new Session(tidemark.beginBackfill(options.job(), from, true), Instant.EPOCH);
  }

  private Batches batches(JsonNode job) {
    EventSender sender = new EventSender(tidemark.ingest(), Optional.of(options.job()), PATIENCE);
    return new Batches(sender, "replay/" + job.path("uid").asText());
  }

  private Instant play(Session session, Batches batches, Duration shift) {
    EventSender heart = new EventSender(tidemark.ingest(), Optional.of(options.job()), PATIENCE);
    Iterator<Input.Slice> slices =
        input.slices(options.step(), time -> time.plus(shift), EVENTS_A_SLICE);
    Instant until = Instant.EPOCH;
    while (slices.hasNext()) {
      Input.Slice slice = slices.next();
      until = slice.until();
      // Sent again even where the session was advanced before: the keys make it harmless, and it
      // is how a second run knows what the first had acknowledged.
      if (until.isAfter(session.advancedUntil())) {
        heart.heartbeats(slice.alive());
      }
      batches.send(slice.lines());
      if (until.isAfter(session.advancedUntil())) {
        tidemark.advance(options.job(), session.id(), until);
      }
      console.progress(
          "playing ", batches.accepted(), input.total(), batches.accepted() + " events");
    }
    console.progressDone();
    return until;
  }

  private void awaitJudged(String session, Instant from, Instant until) {
    long total = Duration.between(from, until).toSeconds();
    Tidemark.await(
        "all buckets are judged",
        Duration.ofMinutes(30),
        () -> {
          Instant judged = tidemark.judgedUntil(options.job(), session);
          long done = Math.max(0, Duration.between(from, judged).toSeconds());
          console.progress("judging ", Math.min(done, total), total, "until " + judged);
          boolean ended =
              tidemark.backfill(options.job(), session).path("state").asText().equals("ended");
          return ended && !judged.isBefore(until);
        });
    console.progressDone();
  }

  /** Whole weeks, so that the time of the day and the day of the week stay what they were. */
  private Duration shift(Instant now) {
    long weeks = Math.floorDiv(Duration.between(input.last(), now).toSeconds(), WEEK.toSeconds());
    return WEEK.multipliedBy(weeks);
  }

  private Instant floor(Instant time) {
    long span = options.step().toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), span) * span);
  }
}

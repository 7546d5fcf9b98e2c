package dev.tidemark.local.demo;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.local.Console;
import dev.tidemark.local.client.EventSender;
import dev.tidemark.local.client.Tidemark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Four weeks of history as a backfill of the shipped job, up to this moment: the job then goes live
 * in the bucket that is open now, with everything before it learned.
 */
final class History {

  private static final BucketSpan BUCKETS = new BucketSpan(Office.SPAN);
  private static final Duration LENGTH = Duration.ofDays(28);
  private static final Duration SLICE = Duration.ofHours(12);
  private static final Duration ROOM_BEFORE_EDGE = Duration.ofSeconds(20);

  private final Tidemark tidemark;
  private final String job;
  private final Office office;
  private final Console console;
  private final EventSender sender;
  private final String keys;
  private final AtomicLong sent = new AtomicLong();

  History(Tidemark tidemark, String job, Office office, Console console) {
    this.tidemark = tidemark;
    this.job = job;
    this.office = office;
    this.console = console;
    this.sender = new EventSender(tidemark.ingest(), Optional.of(job), Duration.ofMinutes(2));
    this.keys = "demo/" + Long.toHexString(System.nanoTime());
  }

  /** Plays it. Gives the time up to which the open bucket's events have been sent. */
  Instant play() {
    Instant from = floor(Instant.now()).minus(LENGTH);
    String backfill = tidemark.beginBackfill(job, from, false);
    Instant at = from;
    while (at.isBefore(floor(Instant.now()))) {
      Instant until = earlier(at.plus(SLICE), floor(Instant.now()));
      send(at, until);
      tidemark.advance(job, backfill, until);
      at = until;
      showProgress(backfill, from, at);
    }
    awaitJudged(backfill, from, at);
    console.progressDone();
    return goLive(backfill, at);
  }

  /** Events sent as history. */
  long sent() {
    return sent.get();
  }

  /**
   * Ends the session inside a bucket, not at its edge: the job then goes live in the open bucket at
   * once instead of at the next edge.
   */
  private Instant goLive(String backfill, Instant advanced) {
    Instant start = advanced;
    while (Duration.between(Instant.now(), floor(Instant.now()).plus(Office.SPAN))
                .compareTo(ROOM_BEFORE_EDGE)
            < 0
        || !floor(Instant.now()).equals(start)) {
      Instant now = floor(Instant.now());
      if (now.isAfter(start)) {
        send(start, now);
        tidemark.advance(job, backfill, now);
        awaitJudged(backfill, start, now);
        start = now;
      } else {
        Tidemark.pause(Duration.ofMillis(500));
      }
    }
    Instant until = Instant.now();
    sendLines(
        office.bucket(start).stream().filter(flow -> flow.at().isBefore(until)).toList(),
        keys + "/open/" + start.getEpochSecond());
    tidemark.end(job, backfill, true);
    Tidemark.await(
        "the job is live",
        Duration.ofSeconds(60),
        () -> tidemark.backfill(job, backfill).path("state").asText().equals("ended"));
    return until;
  }

  private void send(Instant from, Instant until) {
    List<Flow> flows = new ArrayList<>();
    for (Instant start = from; start.isBefore(until); start = start.plus(Office.SPAN)) {
      flows.addAll(office.bucket(start));
    }
    sendLines(flows, keys + "/" + from.getEpochSecond());
  }

  private void sendLines(List<Flow> flows, String key) {
    if (flows.isEmpty()) {
      return;
    }
    String lines = flows.stream().map(Flow::ecs).collect(Collectors.joining("\n"));
    EventSender.Receipt receipt = sender.send(key, lines.getBytes(StandardCharsets.UTF_8));
    if (receipt.rejected() > 0) {
      throw new IllegalStateException("an event was refused: " + receipt.firstError());
    }
    sent.addAndGet(receipt.accepted());
  }

  private void showProgress(String backfill, Instant from, Instant until) {
    Instant judged = tidemark.judgedUntil(job, backfill);
    console.progress(
        "history",
        Duration.between(from, until).toSeconds() + judgedSeconds(from, judged),
        2 * LENGTH.toSeconds(),
        String.format(
            Locale.ROOT, "%,d events sent, %,d buckets judged", sent.get(), buckets(from, judged)));
  }

  private void awaitJudged(String backfill, Instant from, Instant until) {
    Tidemark.await(
        "history is judged",
        Duration.ofMinutes(10),
        () -> {
          showProgress(backfill, from, until);
          return !tidemark.judgedUntil(job, backfill).isBefore(until);
        });
  }

  private static long buckets(Instant from, Instant judged) {
    return judgedSeconds(from, judged) / Office.SPAN.toSeconds();
  }

  private static long judgedSeconds(Instant from, Instant judged) {
    return Math.max(0, Duration.between(from, judged).toSeconds());
  }

  static Instant floor(Instant time) {
    return BUCKETS.floor(time);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}

package dev.tidemark.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.local.client.EventSender;
import dev.tidemark.local.client.Tidemark;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A history of several observers, with floods at known places, replayed into a split job by keyed
 * batches; a step is what is sent between two movements of the watermark.
 */
public final class Replay {

  /** Length of a bucket. */
  public static final Duration SPAN = Duration.ofMinutes(15);

  private static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int BUCKETS_A_STEP = 24;
  private static final int USUAL = 12;
  private static final int FLOOD = 900;
  private static final int PARTS = 4;

  private final Suite suite;
  private final String job;
  private final int steps;
  private final List<String> observers;
  private final Set<Integer> floods;
  private String backfill = "";
  private long acknowledged;

  /**
   * A replay.
   *
   * @param suite where to
   * @param job id of the job that it creates
   * @param steps how many steps of six hours
   * @param observers how many observers, each a series
   * @param floods numbers of the buckets in which the first observer's traffic floods
   */
  public Replay(Suite suite, String job, int steps, int observers, Set<Integer> floods) {
    this.suite = suite;
    this.job = job;
    this.steps = steps;
    this.observers = new ArrayList<>();
    for (int i = 0; i < observers; i++) {
      this.observers.add("observer-" + i);
    }
    this.floods = Set.copyOf(floods);
  }

  /** How many steps it has. */
  public int steps() {
    return steps;
  }

  /** Events that were acknowledged so far. */
  public long acknowledged() {
    return acknowledged;
  }

  /** Creates the job with its shards, and begins its backfill. */
  public void begin() {
    suite
        .tidemark()
        .baseline()
        .post(
            "/api/v1/jobs",
            Map.of(
                "id",
                job,
                "bucket_span",
                SPAN.toMinutes() + "m",
                "shards",
                4,
                "influencers",
                List.of("source.ip"),
                "model_plot",
                true,
                "detectors",
                List.of(Map.of("function", "high_count", "partition_field", "observer.name"))))
        .orThrow();
    backfill = suite.tidemark().beginBackfill(job, FROM, true);
  }

  /** Sends a step in the order of time, and moves the watermark behind it. */
  public void play(int step) {
    play(step, new Random(0), false);
  }

  /** Sends a step in an order of this seed, and moves the watermark behind it. */
  public void playShuffled(int step, long seed) {
    play(step, new Random(seed), true);
  }

  /** Waits until all of it is judged, and ends the backfill. */
  public void end() {
    Tidemark.await(
        job + " is judged until " + until(steps - 1),
        PATIENCE,
        () -> suite.tidemark().judgedUntil(job, backfill).equals(until(steps - 1)));
    suite.tidemark().end(job, backfill, false);
  }

  /**
   * All results in their order, without what tells one creation of a job from another: ids, links.
   */
  public List<String> results() {
    List<String> all = new ArrayList<>();
    suite.tidemark().buckets(job).forEach(bucket -> all.add("bucket " + bucket));
    for (JsonNode record : suite.tidemark().records(job, 0)) {
      Map<String, JsonNode> facts = new TreeMap<>();
      record.properties().forEach(fact -> facts.put(fact.getKey(), fact.getValue()));
      facts.keySet().removeAll(Set.of("id", "job_id", "links"));
      all.add("record " + facts);
    }
    // Records of one bucket stand in the order of their ids, which differ from job to job.
    Collections.sort(all);
    return all;
  }

  private void play(int step, Random random, boolean shuffled) {
    List<String> lines = lines(step);
    if (shuffled) {
      Collections.shuffle(lines, random);
    }
    EventSender sender = suite.historyOf(job);
    int size = lines.size() / PARTS + 1;
    for (int from = 0; from < lines.size(); from += size) {
      List<String> part = lines.subList(from, Math.min(lines.size(), from + size));
      acknowledged += sender.send(job + "/" + step + "/" + from, Events.body(part)).accepted();
    }
    advance(until(step));
  }

  private List<String> lines(int step) {
    Events events = new Events(step);
    List<String> lines = new ArrayList<>();
    for (int bucket = step * BUCKETS_A_STEP; bucket < (step + 1) * BUCKETS_A_STEP; bucket++) {
      Instant start = FROM.plus(SPAN.multipliedBy(bucket));
      for (String observer : observers) {
        int usual = USUAL + (int) Math.round(5 * Math.sin(2 * Math.PI * bucket / 96));
        lines.addAll(events.between(observer, start, start.plus(SPAN), usual + bucket % 3));
      }
      if (floods.contains(bucket)) {
        lines.addAll(events.attack(observers.getFirst(), start.plusSeconds(60), FLOOD));
      }
    }
    return lines;
  }

  /** Whichever service is away just now: said again until it is heard, as any client would. */
  private void advance(Instant until) {
    Tidemark.await("advance to " + until, PATIENCE, () -> advanced(until));
  }

  private boolean advanced(Instant until) {
    try {
      suite.tidemark().advance(job, backfill, until);
      return true;
    } catch (UncheckedIOException | IllegalStateException away) {
      return false;
    }
  }

  private static Instant until(int step) {
    return FROM.plus(SPAN.multipliedBy((long) (step + 1) * BUCKETS_A_STEP));
  }
}

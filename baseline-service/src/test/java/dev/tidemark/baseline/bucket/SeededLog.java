package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A log of steps: what one step holds was appended at one time, so its order says nothing. One job
 * is live from the start, another is backfilled meanwhile and then goes live. There are series that
 * come later, floods, buckets in which the source is not alive, late updates, and a long gap in the
 * ticks, and scheduled events that are changed on the way.
 */
final class SeededLog {

  private static final int BUCKETS = 40;
  private static final int STEPS_A_BUCKET = 6;
  private static final int GAP_AFTER = 150;
  private static final int CHANGE_AFTER = 120;
  private static final int REVERT_AFTER = 145;
  private static final long GAP_MS = 45_000;
  private static final List<SeriesKey> SERIES =
      List.of(
          SeriesKey.of(0),
          SeriesKey.of(1),
          new SeriesKey(0, "", "dns"),
          SeriesKey.of(2),
          SeriesKey.of(3),
          SeriesKey.of(4));

  private final Random random;
  final List<Step> steps = new ArrayList<>();
  private long events;
  private int parts;

  /** What was appended at one time. */
  record Step(long appendMs, List<LogEntry> entries) {}

  SeededLog(long seed) {
    random = new Random(seed);
    long nowMs = Logs.T0 * 1_000;
    add(nowMs, new LogEntry.Open(Logs.SHARD, scheduled(event(5, 8, null))));
    add(
        nowMs,
        new LogEntry.StartHistory(
            Logs.OTHER, Logs.job(Logs.OTHER, false, 0), Logs.SESSION, Logs.start(-60), true));
    for (int step = 0; step < BUCKETS * STEPS_A_BUCKET; step++) {
      nowMs += step == GAP_AFTER ? GAP_MS : SPAN_MS / STEPS_A_BUCKET;
      if (step == CHANGE_AFTER) {
        add(
            nowMs,
            new LogEntry.Change(
                Logs.SHARD, scheduled(event(25, 28, null), event(30, 35, SERIES.getLast()))));
      }
      addStep(step, nowMs);
    }
    endHistory(nowMs);
    for (int step = 0; step < 4 * STEPS_A_BUCKET; step++) {
      nowMs += SPAN_MS / STEPS_A_BUCKET;
      add(nowMs, Logs.tick());
    }
  }

  private static ShardJob scheduled(ScheduledEvent... events) {
    return Logs.job(Logs.SHARD, true, Logs.T0, Logs.LATENESS_MS, Calendar.of(List.of(events)));
  }

  private static ScheduledEvent event(int from, int to, @Nullable SeriesKey series) {
    return new ScheduledEvent(
        "1",
        "maintenance",
        Instant.ofEpochSecond(Logs.start(from) + 10),
        Instant.ofEpochSecond(Logs.start(to) - 10),
        null,
        series);
  }

  private static final long SPAN_MS = Logs.SPAN * 1_000;

  private void addStep(int step, long nowMs) {
    List<LogEntry> entries = new ArrayList<>();
    entries.add(Logs.tick());
    int updates = random.nextInt(4);
    for (int i = 0; i < updates; i++) {
      long ageMs = random.nextInt(20) == 0 ? 300_000 : random.nextInt(15_000);
      entries.add(update(Logs.SHARD, "", bucketOf(nowMs - ageMs), step));
    }
    if (step < 120) {
      int bucket = step / 2 - 60 + random.nextInt(2);
      entries.add(update(Logs.OTHER, Logs.SESSION, Logs.start(bucket), step));
    }
    steps.add(new Step(nowMs, entries));
    if (step == REVERT_AFTER) {
      add(nowMs, new LogEntry.Revert(Logs.OTHER, Logs.T0));
    }
    if (step > 60 && step % 20 == 7) {
      add(nowMs, expect(step, nowMs));
    }
    if (step < 120 && step % 10 == 9) {
      add(
          nowMs,
          new LogEntry.AdvanceHistory(Logs.OTHER, Logs.SESSION, Logs.start((step + 1) / 2 - 60)));
    }
  }

  /** What was learned of some buckets before is said to have been expected. */
  private static LogEntry.Expect expect(int step, long nowMs) {
    long to = bucketOf(nowMs) - 2 * Logs.SPAN;
    return new LogEntry.Expect(
        Logs.SHARD, "expect/" + step, SERIES.getFirst(), to - 3 * Logs.SPAN, to);
  }

  private void endHistory(long nowMs) {
    ShardJob live = Logs.job(Logs.OTHER, true, bucketOf(nowMs) + Logs.SPAN);
    add(nowMs, new LogEntry.EndHistory(Logs.OTHER, live, Logs.SESSION));
  }

  private void add(long appendMs, LogEntry entry) {
    steps.add(new Step(appendMs, List.of(entry)));
  }

  private static long bucketOf(long ms) {
    return Math.floorDiv(ms, SPAN_MS) * Logs.SPAN;
  }

  private LogEntry.Update update(ShardKey shard, String session, long start, int step) {
    List<LogEntry.Counted> counted = new ArrayList<>();
    for (SeriesKey series : SERIES.subList(0, step < 60 ? 1 : SERIES.size())) {
      counted.add(new LogEntry.Counted(series, start, aggregate()));
    }
    boolean alive = Math.floorMod(start / Logs.SPAN, 11) != 0;
    String batch = random.nextBoolean() ? "" : "batch-" + parts / 3;
    return new LogEntry.Update(
        shard, batch, parts++, session, counted, alive ? List.of(start) : List.of());
  }

  private Aggregate aggregate() {
    Aggregate aggregate = new Aggregate();
    int count = 20 + random.nextInt(10) + (random.nextInt(15) == 0 ? 1_000 : 0);
    for (int i = 0; i < 3; i++) {
      String source = "10.0.0." + random.nextInt(8);
      aggregate.sources().add(source);
      aggregate.influencer("source.ip").add(source, 1 + random.nextInt(count));
    }
    aggregate.add(count, count * 100L);
    aggregate.field().addSum(count * 7L, 1 + random.nextInt(5));
    aggregate.field().addLeast(random.nextInt(500));
    for (int i = 0; i < count; i++) {
      aggregate.field().distinct().add("host-" + random.nextInt(5_000));
    }
    events += count;
    return aggregate;
  }

  /** All events that were counted. */
  long events() {
    return events;
  }

  /** The same log, with what each step holds in another order. */
  List<Step> shuffled(long seed) {
    Random order = new Random(seed);
    return steps.stream()
        .map(
            step -> {
              List<LogEntry> entries = new ArrayList<>(step.entries());
              Collections.shuffle(entries, order);
              return new Step(step.appendMs(), entries);
            })
        .toList();
  }

  /** The same log, with all updates of a step and shard that have no key in one. */
  List<Step> merged() {
    return steps.stream().map(SeededLog::merged).toList();
  }

  private static Step merged(Step step) {
    List<LogEntry> entries = new ArrayList<>();
    Map<ShardKey, LogEntry.Update> together = new HashMap<>();
    for (LogEntry entry : step.entries()) {
      if (entry instanceof LogEntry.Update update && update.batch().isEmpty()) {
        together.merge(update.shard(), update, SeededLog::merged);
      } else {
        entries.add(entry);
      }
    }
    entries.addAll(together.values());
    return new Step(step.appendMs(), entries);
  }

  private static LogEntry.Update merged(LogEntry.Update a, LogEntry.Update b) {
    List<LogEntry.Counted> counted = new ArrayList<>(a.buckets());
    counted.addAll(b.buckets());
    TreeSet<Long> alive = new TreeSet<>(a.alive());
    alive.addAll(b.alive());
    return new LogEntry.Update(
        a.shard(), "", a.part(), a.backfillId(), counted, List.copyOf(alive));
  }

  /** The same log, with parts of keyed batches sent again at once or later. */
  List<Step> withRepeats(long seed) {
    Random again = new Random(seed);
    List<LogEntry> sent = new ArrayList<>();
    List<Step> repeated = new ArrayList<>();
    for (Step step : steps) {
      List<LogEntry> entries = new ArrayList<>(step.entries());
      step.entries().stream().filter(SeededLog::isKeyedLive).forEach(sent::add);
      if (!sent.isEmpty() && again.nextBoolean()) {
        entries.add(sent.get(again.nextInt(sent.size())));
      }
      repeated.add(new Step(step.appendMs(), entries));
    }
    return repeated;
  }

  /** The same log, in which nothing is learned but what is counted. */
  List<Step> withoutLessons() {
    return steps.stream()
        .filter(
            step ->
                step.entries().stream()
                    .noneMatch(e -> e instanceof LogEntry.Expect || e instanceof LogEntry.Revert))
        .toList();
  }

  private static boolean isKeyedLive(LogEntry entry) {
    return entry instanceof LogEntry.Update update
        && !update.batch().isEmpty()
        && update.backfillId().isEmpty();
  }

  /** Applies steps, each a batch, all of them committed when they have to be. */
  static Replay replay(List<Step> steps) {
    Replay replay = new Replay();
    for (Step step : steps) {
      step.entries().forEach(entry -> replay.apply(step.appendMs(), entry));
      replay.endBatch();
    }
    return replay.commit();
  }

  /** Applies steps in batches and commits of any size, with or without restarts. */
  static Replay replay(List<Step> steps, Random at, boolean restarts) {
    return replay(new Replay(), steps, at, restarts);
  }

  /** The same, with a replay that was made before. */
  static Replay replay(Replay replay, List<Step> steps, Random at, boolean restarts) {
    for (Step step : steps) {
      for (LogEntry entry : step.entries()) {
        replay.apply(step.appendMs(), entry);
        switch (at.nextInt(restarts ? 6 : 5)) {
          case 0 -> replay.commit();
          case 1 -> replay.endBatch();
          case 5 -> replay.restart();
          default -> {}
        }
      }
    }
    return replay.commit();
  }
}

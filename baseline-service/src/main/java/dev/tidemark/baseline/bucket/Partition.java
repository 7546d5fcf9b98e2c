package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.bucket.BucketResult.ShardView;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.ShardKey;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One partition of the log in memory: applies its records in order. For each record the watermark
 * moves first, by the record's append time; what the watermark has passed is closed; then the
 * record's content takes effect.
 */
public final class Partition {

  private static final long DAY_MS = 86_400_000;

  /** Ticks come every second: less than this without any says nothing, however short a lateness. */
  private static final long HICCUP_MS = 10_000;

  /** Before every event time that a data base can hold. */
  private static final long LONG_AGO_S = -1L << 40;

  private final int id;
  private final int partitions;
  private final long catchUpMs;
  private final Map<ShardKey, ShardState> shards = new TreeMap<>();
  private final Map<ShardKey, SeenParts> seen = new TreeMap<>();
  private long nextOffset;
  private long lastAppendMs;

  /**
   * A partition as it is stored.
   *
   * @param id its number
   * @param partitions how many there are
   * @param catchUpMs how long the live watermark stands still after a gap in the ticks
   * @param nextOffset first offset that is not applied yet
   * @param lastAppendMs append time of the last record applied; 0: none
   */
  public Partition(int id, int partitions, long catchUpMs, long nextOffset, long lastAppendMs) {
    this.id = id;
    this.partitions = partitions;
    this.catchUpMs = catchUpMs;
    this.nextOffset = nextOffset;
    this.lastAppendMs = lastAppendMs;
  }

  /** Its number. */
  public int id() {
    return id;
  }

  /** First offset that is not applied yet. */
  public long nextOffset() {
    return nextOffset;
  }

  /** Append time of the last record applied, epoch milliseconds; 0: none. */
  public long lastAppendMs() {
    return lastAppendMs;
  }

  /** Its shards, in their order; to be added to only while it is loaded. */
  public Map<ShardKey, ShardState> shards() {
    return shards;
  }

  /** Remembers a part of a keyed batch, as loaded; to be called in the order of append times. */
  public void remember(Chunk.SeenPart part) {
    seen.computeIfAbsent(part.shard(), _ -> new SeenParts()).load(part);
  }

  /**
   * Applies a record; one that was applied before is passed over.
   *
   * @return whether it is applied; false: the chunk must be committed first, then call again with a
   *     new chunk
   */
  public boolean apply(LogRecord record, Chunk chunk) {
    if (record.offset() < nextOffset) {
      return true;
    }
    if (chunk.isSealed()) {
      return false;
    }
    advance(record.appendMs(), chunk);
    for (ShardState shard : shards.values()) {
      if (!BucketClosing.closeDue(shard, chunk)) {
        return false;
      }
    }
    if (!applyContent(record, chunk)) {
      return false;
    }
    nextOffset = record.offset() + 1;
    return true;
  }

  private void advance(long appendMs, Chunk chunk) {
    long gapMs = lastAppendMs == 0 ? 0 : appendMs - lastAppendMs;
    lastAppendMs = Math.max(lastAppendMs, appendMs);
    for (ShardState shard : shards.values()) {
      if (shard.mode != ShardMode.LIVE) {
        continue;
      }
      if (gapMs > Math.max(shard.job.allowedLatenessMs(), HICCUP_MS)) {
        shard.holdUntilMs = lastAppendMs + catchUpMs;
        chunk.of(shard);
      }
      if (lastAppendMs >= shard.holdUntilMs) {
        shard.watermarkMs =
            Math.max(shard.watermarkMs, lastAppendMs - shard.job.allowedLatenessMs());
      }
    }
  }

  private boolean applyContent(LogRecord record, Chunk chunk) {
    return switch (record.entry()) {
      case LogEntry.Tick _ -> true;
      case LogEntry.Poison poison -> dead(record, poison.reason(), poison.detail(), chunk);
      case LogEntry.ForShard entry when entry.shard().partition(partitions) != id ->
          dead(record, "wrong_partition", entry.shard() + " does not belong to " + id, chunk);
      case LogEntry.Update update -> applyUpdate(record, update, chunk);
      case LogEntry.ForShard command -> applyCommand(record, command, chunk);
    };
  }

  private static boolean dead(LogRecord record, String reason, String detail, Chunk chunk) {
    chunk.add(new Chunk.DeadLetter(record.offset(), record.appendMs(), reason, detail));
    return true;
  }

  private boolean applyUpdate(LogRecord record, LogEntry.Update update, Chunk chunk) {
    ShardState shard = shards.get(update.shard());
    if (shard == null) {
      return dead(record, "unknown_shard", update.shard() + " has no open job", chunk);
    }
    if (!update.backfillId().equals(shard.backfillId)) {
      shard.statistics().add("dropped_other_session", update.buckets().size());
      chunk.of(shard);
      return dead(
          record, "other_session", update.shard() + ": not the session that is running", chunk);
    }
    if (update.buckets().stream()
        .anyMatch(counted -> counted.series().detector() >= shard.job.functions().size())) {
      return dead(record, "unknown_detector", update.shard() + ": no such detector", chunk);
    }
    if (!isAligned(shard, update)) {
      return dead(record, "misaligned_bucket", update.shard() + ": no start of a bucket", chunk);
    }
    if (!chunk.results().isEmpty()
        && update.buckets().stream().anyMatch(b -> isLate(shard, b.start()))) {
      // What it repairs may be in this very chunk: that must be written first.
      return false;
    }
    if (!update.batch().isEmpty()
        && isRepeated(
            shard,
            new Chunk.SeenPart(
                shard.key(), update.batch(), update.part(), record.appendMs(), update.keptMs()),
            chunk)) {
      return true;
    }
    for (LogEntry.Counted counted : update.buckets()) {
      if (isBeforeHistory(shard, counted.start())) {
        refuseBeforeHistory(record, shard, counted, chunk);
      } else {
        count(shard, counted, record.appendMs(), chunk);
      }
    }
    update.alive().forEach(start -> setAlive(shard, start, chunk));
    shard.statistics().set("last_append_ms", record.appendMs());
    chunk.countUpdate();
    chunk.of(shard);
    return true;
  }

  private static boolean isBeforeHistory(ShardState shard, long start) {
    return shard.mode == ShardMode.HISTORY && start < shard.historyFrom;
  }

  /** Such a bucket was judged before the session, from all its events: it is not waiting. */
  private static void refuseBeforeHistory(
      LogRecord record, ShardState shard, LogEntry.Counted counted, Chunk chunk) {
    shard.statistics().add("dropped_before_session", counted.aggregate().count());
    dead(
        record,
        "before_session",
        "%s: %d events of bucket %s, before the session's start %s"
            .formatted(
                shard.key(),
                counted.aggregate().count(),
                Instant.ofEpochSecond(counted.start()),
                Instant.ofEpochSecond(shard.historyFrom)),
        chunk);
  }

  private static boolean isAligned(ShardState shard, LogEntry.Update update) {
    BucketSpan span = shard.job.span();
    return update.buckets().stream().allMatch(b -> span.floor(b.start()) == b.start())
        && update.alive().stream().allMatch(start -> span.floor(start) == start);
  }

  private boolean isRepeated(ShardState shard, Chunk.SeenPart part, Chunk chunk) {
    SeenParts parts = seen.computeIfAbsent(shard.key(), _ -> new SeenParts());
    if (!parts.take(part)) {
      shard.statistics().add("duplicate_parts", 1);
      chunk.of(shard);
      return true;
    }
    chunk.add(part);
    return false;
  }

  private static boolean isLate(ShardState shard, long start) {
    return shard.mode == ShardMode.CLOSED || start < shard.closedUntil;
  }

  private static void count(
      ShardState shard, LogEntry.Counted counted, long appendMs, Chunk chunk) {
    shard.statistics().add("events", counted.aggregate().count());
    if (shard.mode == ShardMode.LIVE) {
      HourOfArrivals.count(
          shard.statistics(),
          counted.aggregate().count(),
          isLate(shard, counted.start()),
          appendMs - (counted.start() + shard.job.span().seconds()) * 1_000,
          appendMs);
    }
    if (isLate(shard, counted.start())) {
      shard.statistics().add("late_events", counted.aggregate().count());
      long endMs = (counted.start() + shard.job.span().seconds()) * 1_000;
      chunk.add(
          new LateUpdate(
              ShardView.of(shard),
              counted.series(),
              counted.start(),
              counted.aggregate(),
              endMs > shard.watermarkMs - DAY_MS));
      return;
    }
    OpenSeries open = shard.bucket(counted.start()).series(counted.series());
    open.aggregate().merge(counted.aggregate());
    open.changed();
    chunk.of(shard).counted(counted.start(), counted.series());
  }

  private static void setAlive(ShardState shard, long start, Chunk chunk) {
    if (!isLate(shard, start) && !shard.bucket(start).alive()) {
      shard.bucket(start).setAlive();
      chunk.of(shard).alive().add(start);
    }
  }

  private boolean applyCommand(LogRecord record, LogEntry.ForShard command, Chunk chunk) {
    ShardState shard = shards.get(command.shard());
    if (shard == null) {
      return applyFirst(record, command, chunk);
    }
    if (chunk.isUrgent() && !(command instanceof LogEntry.AdvanceHistory)) {
      // What was closed before belongs to the shard as it was before.
      return false;
    }
    chunk.of(shard);
    return switch (command) {
      case LogEntry.Open open -> goLive(shard, open.job(), chunk);
      case LogEntry.Change change -> change(shard, change.job());
      case LogEntry.Close close -> close(shard, close.job(), chunk);
      case LogEntry.Delete delete -> delete(delete.shard(), chunk);
      case LogEntry.StartHistory start -> startHistory(shard, start, chunk);
      case LogEntry.AdvanceHistory advance -> advanceHistory(record, shard, advance, chunk);
      case LogEntry.EndHistory end -> endHistory(record, shard, end, chunk);
      case LogEntry.Expect expect -> expect(record, shard, expect, chunk);
      case LogEntry.Revert revert -> revert(record, shard, revert, chunk);
      case LogEntry.Update _ -> throw new IllegalStateException("not a command");
    };
  }

  private boolean applyFirst(LogRecord record, LogEntry.ForShard command, Chunk chunk) {
    return switch (command) {
      case LogEntry.Open open -> goLive(add(open.shard(), open.job(), chunk), open.job(), chunk);
      case LogEntry.StartHistory start ->
          startHistory(add(start.shard(), start.job(), chunk), start, chunk);
      // A shard that was never opened has nothing to change: opening it brings the job as it is.
      case LogEntry.Delete _, LogEntry.Close _, LogEntry.Change _ -> true;
      default -> dead(record, "unknown_shard", command.shard() + " has never been opened", chunk);
    };
  }

  private ShardState add(ShardKey key, ShardJob job, Chunk chunk) {
    ShardState shard =
        new ShardState(
            key,
            job,
            new ShardState.Position(
                ShardMode.CLOSED, LONG_AGO_S * 1_000, 0, LONG_AGO_S, 0, 0, "", LONG_AGO_S, false),
            new ShardStatistics(Map.of()));
    shards.put(key, shard);
    chunk.of(shard);
    return shard;
  }

  private static boolean goLive(ShardState shard, ShardJob job, Chunk chunk) {
    shard.job = job;
    if (shard.mode != ShardMode.LIVE) {
      shard.closedUntil = Math.max(shard.closedUntil, job.liveFrom());
      BucketClosing.keepAllUnjudged(shard, shard.open().headMap(shard.closedUntil, false), chunk);
      shard.mode = ShardMode.LIVE;
      shard.backfillId = "";
      shard.openAlerts = false;
      shard.trailingGaps = 0;
    }
    return true;
  }

  private static boolean change(ShardState shard, ShardJob job) {
    shard.job = job;
    return true;
  }

  private static boolean close(ShardState shard, ShardJob job, Chunk chunk) {
    shard.job = job;
    shard.mode = ShardMode.CLOSED;
    shard.backfillId = "";
    BucketClosing.keepAllUnjudged(shard, shard.open(), chunk);
    return true;
  }

  private boolean delete(ShardKey key, Chunk chunk) {
    shards.remove(key);
    seen.remove(key);
    chunk.delete(key);
    return true;
  }

  private static boolean startHistory(ShardState shard, LogEntry.StartHistory start, Chunk chunk) {
    shard.job = start.job();
    if (isRunning(shard, start.backfillId())) {
      // Told twice.
      return true;
    }
    // The session sends these buckets too, and from their start: what is here would count twice.
    BucketClosing.keepAllUnjudged(shard, shard.open(), chunk);
    shard.mode = ShardMode.HISTORY;
    shard.backfillId = start.backfillId();
    shard.openAlerts = start.openAlerts();
    shard.trailingGaps = 0;
    // A job that went live but was not judged yet gives its start away to the history.
    boolean judged = !shard.models().isEmpty();
    shard.closedUntil = judged ? Math.max(shard.closedUntil, start.from()) : start.from();
    shard.historyFrom = shard.closedUntil;
    shard.watermarkMs = shard.closedUntil * 1_000;
    return true;
  }

  private static boolean advanceHistory(
      LogRecord record, ShardState shard, LogEntry.AdvanceHistory advance, Chunk chunk) {
    if (!isRunning(shard, advance.backfillId())) {
      return dead(record, "other_session", shard.key() + ": not the running session", chunk);
    }
    if (chunk.hasUnjudged()) {
      // What closing the live buckets kept is written before anything of the session replaces it.
      return false;
    }
    if (advance.until() * 1_000 > record.appendMs() + DAY_MS) {
      return dead(record, "future_advance", shard.key() + ": more than a day ahead", chunk);
    }
    shard.watermarkMs = Math.max(shard.watermarkMs, advance.until() * 1_000);
    return BucketClosing.closeDue(shard, chunk);
  }

  private static boolean endHistory(
      LogRecord record, ShardState shard, LogEntry.EndHistory end, Chunk chunk) {
    if (!isRunning(shard, end.backfillId())) {
      return dead(record, "other_session", shard.key() + ": not the running session", chunk);
    }
    if (!end.job().live()) {
      return close(shard, end.job(), chunk);
    }
    long ended = shard.job.span().floor(Math.floorDiv(record.appendMs(), 1_000));
    shard.watermarkMs = Math.max(shard.watermarkMs, Math.min(ended, end.job().liveFrom()) * 1_000);
    if (!BucketClosing.closeDue(shard, chunk) || chunk.isUrgent()) {
      // What the session sent is judged as history, and told before the job is live.
      return false;
    }
    return goLive(shard, end.job(), chunk);
  }

  private boolean expect(LogRecord record, ShardState shard, LogEntry.Expect expect, Chunk chunk) {
    Chunk.SeenPart said =
        new Chunk.SeenPart(shard.key(), expect.key(), 0, record.appendMs(), Chunk.SeenPart.KEPT_MS);
    if (!isRepeated(shard, said, chunk)) {
      chunk.add(new Expectation(shard, expect.series(), expect.from(), expect.to()));
    }
    return true;
  }

  private static boolean revert(
      LogRecord record, ShardState shard, LogEntry.Revert revert, Chunk chunk) {
    if (revert.taken() > shard.closedUntil) {
      // A model from later on could not learn what comes next.
      return dead(
          record,
          "snapshot_ahead",
          "the shard is at " + shard.closedUntil + ", before snapshot " + revert.taken(),
          chunk);
    }
    shard.statistics().add("reverts", 1);
    chunk.add(new Chunk.Revert(shard, revert.taken()));
    return true;
  }

  private static boolean isRunning(ShardState shard, String backfillId) {
    return shard.mode == ShardMode.HISTORY && Objects.equals(shard.backfillId, backfillId);
  }

  /**
   * Adds interim results to a chunk: series of live open buckets whose predecessor is closed and
   * that are above what was expected; each at most once a second of append time.
   */
  public void addInterim(Chunk chunk) {
    if (chunk.isSealed()) {
      return;
    }
    shards.values().stream()
        .filter(shard -> shard.mode == ShardMode.LIVE)
        .forEach(shard -> InterimResults.add(shard, lastAppendMs, chunk));
  }
}

package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import java.time.ZoneId;
import java.util.List;

/** What logs of tests are made of: two jobs with buckets of a minute, 20 s of lateness. */
final class Logs {

  static final long SPAN = 60;
  static final long LATENESS_MS = 20_000;
  static final long CATCH_UP_MS = 300_000;

  /** A Monday, 00:00 UTC. */
  static final long T0 = 1_772_409_600;

  static final ShardKey SHARD = new ShardKey("job-a", 0);
  static final ShardKey OTHER = new ShardKey("job-b", 0);
  static final SeriesKey SERIES = SeriesKey.of(0);
  static final List<DetectorFunction> FUNCTIONS =
      List.of(
          DetectorFunction.HIGH_COUNT,
          DetectorFunction.HIGH_SUM,
          DetectorFunction.MEAN,
          DetectorFunction.MIN,
          DetectorFunction.HIGH_DISTINCT_COUNT);
  static final String SESSION = "session-1";

  private Logs() {}

  static ShardJob job(ShardKey shard, boolean live, long liveFrom) {
    return job(shard, live, liveFrom, LATENESS_MS);
  }

  static ShardJob job(ShardKey shard, boolean live, long liveFrom, long latenessMs) {
    return job(shard, live, liveFrom, latenessMs, FUNCTIONS, Calendar.EMPTY);
  }

  static ShardJob job(
      ShardKey shard,
      boolean live,
      long liveFrom,
      long latenessMs,
      List<DetectorFunction> functions) {
    return job(shard, live, liveFrom, latenessMs, functions, Calendar.EMPTY);
  }

  static ShardJob job(
      ShardKey shard, boolean live, long liveFrom, long latenessMs, Calendar calendar) {
    return job(shard, live, liveFrom, latenessMs, FUNCTIONS, calendar);
  }

  static ShardJob job(
      ShardKey shard,
      boolean live,
      long liveFrom,
      long latenessMs,
      List<DetectorFunction> functions,
      Calendar calendar) {
    return new ShardJob(
        shard.jobUid(),
        shard.jobUid(),
        BucketSpan.ofSeconds(SPAN),
        ZoneId.of("UTC"),
        latenessMs,
        functions,
        functions.stream().map(_ -> false).toList(),
        1,
        10,
        0,
        0,
        live,
        liveFrom,
        calendar,
        false,
        () -> new byte[0]);
  }

  static ShardJob closed() {
    return job(SHARD, false, 0);
  }

  static long start(int bucket) {
    return T0 + bucket * SPAN;
  }

  /** The first append time at which a bucket's end is passed. */
  static long passedMs(int bucket) {
    return start(bucket + 1) * 1_000 + LATENESS_MS;
  }

  static LogEntry.Tick tick() {
    return new LogEntry.Tick("ingest-0");
  }

  static LogEntry.Open open(int bucket) {
    return new LogEntry.Open(SHARD, job(SHARD, true, start(bucket)));
  }

  static LogEntry.StartHistory startHistory(int bucket) {
    return new LogEntry.StartHistory(SHARD, job(SHARD, false, 0), SESSION, start(bucket), false);
  }

  static LogEntry.AdvanceHistory advance(int bucket) {
    return new LogEntry.AdvanceHistory(SHARD, SESSION, start(bucket));
  }

  static LogEntry.EndHistory endHistory(boolean live, int liveFrom) {
    return new LogEntry.EndHistory(SHARD, job(SHARD, live, start(liveFrom)), SESSION);
  }

  static Aggregate counted(long events) {
    Aggregate aggregate = new Aggregate();
    aggregate.add(events, events * 100);
    aggregate.field().addSum(events * 10, 0);
    return aggregate;
  }

  /** Events of one series in a bucket that is alive. */
  static LogEntry.Update live(int bucket, long events) {
    return update(bucket, events, "", "");
  }

  static LogEntry.Update history(int bucket, long events) {
    return update(bucket, events, "", SESSION);
  }

  static LogEntry.Update update(int bucket, long events, String batch, String session) {
    return new LogEntry.Update(
        SHARD,
        batch,
        0,
        session,
        List.of(new LogEntry.Counted(SERIES, start(bucket), counted(events))),
        List.of(start(bucket)));
  }

  /** An update with something counted in a bucket that is not said to be alive. */
  static LogEntry.Update silent(int bucket, long events) {
    return new LogEntry.Update(
        SHARD,
        "",
        0,
        "",
        List.of(new LogEntry.Counted(SERIES, start(bucket), counted(events))),
        List.of());
  }

  /** A heartbeat: alive without events. */
  static LogEntry.Update heartbeat(int bucket, String session) {
    return new LogEntry.Update(SHARD, "", 0, session, List.of(), List.of(start(bucket)));
  }
}

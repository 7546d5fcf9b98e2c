package dev.tidemark.baseline.bucket;

import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import java.util.List;

/** One record of the log of bucket updates, understood. */
public sealed interface LogEntry {

  /**
   * Time passes.
   *
   * @param instance who says so
   */
  record Tick(String instance) implements LogEntry {}

  /**
   * A record that could not be understood: only its append time counts.
   *
   * @param reason a stable word
   * @param detail what was wrong
   */
  record Poison(String reason, String detail) implements LogEntry {}

  /** Something for one shard. */
  sealed interface ForShard extends LogEntry {
    /** Which shard. */
    ShardKey shard();
  }

  /**
   * Partial aggregates.
   *
   * @param shard which shard
   * @param batch key of the batch it came in; empty: none
   * @param part which part of the batch
   * @param keptMs how long it is remembered, milliseconds of append time
   * @param backfillId session it belongs to; empty: live
   * @param buckets what was counted
   * @param alive starts of buckets in which the source was alive, epoch seconds
   */
  record Update(
      ShardKey shard,
      String batch,
      int part,
      long keptMs,
      String backfillId,
      List<Counted> buckets,
      List<Long> alive)
      implements ForShard {

    /** Copies the lists. */
    public Update {
      buckets = List.copyOf(buckets);
      alive = List.copyOf(alive);
    }

    /** An update whose batch is remembered as long as one with a client's key. */
    public Update(
        ShardKey shard,
        String batch,
        int part,
        String backfillId,
        List<Counted> buckets,
        List<Long> alive) {
      this(shard, batch, part, Chunk.SeenPart.KEPT_MS, backfillId, buckets, alive);
    }
  }

  /**
   * What was counted of one series and bucket.
   *
   * @param series which series
   * @param start start of the bucket, epoch seconds
   * @param aggregate what was counted
   */
  record Counted(SeriesKey series, long start, Aggregate aggregate) {}

  /** Start counting live. */
  record Open(ShardKey shard, ShardJob job) implements ForShard {}

  /** Use a changed job. */
  record Change(ShardKey shard, ShardJob job) implements ForShard {}

  /** Stop counting. */
  record Close(ShardKey shard, ShardJob job) implements ForShard {}

  /** Forget everything. */
  record Delete(ShardKey shard) implements ForShard {}

  /**
   * A backfill session begins.
   *
   * @param shard which shard
   * @param job the job from here on
   * @param backfillId the session
   * @param from start of its first bucket, epoch seconds
   * @param openAlerts whether its records may open alerts
   */
  record StartHistory(
      ShardKey shard, ShardJob job, String backfillId, long from, boolean openAlerts)
      implements ForShard {}

  /**
   * Everything before a time was sent.
   *
   * @param shard which shard
   * @param backfillId the session
   * @param until the new watermark, epoch seconds
   */
  record AdvanceHistory(ShardKey shard, String backfillId, long until) implements ForShard {}

  /**
   * The session is over.
   *
   * @param shard which shard
   * @param job the job from here on
   * @param backfillId the session
   */
  record EndHistory(ShardKey shard, ShardJob job, String backfillId) implements ForShard {}

  /**
   * A person expected closed buckets of one series.
   *
   * @param shard which shard
   * @param key identity of what was said: taken once in 24 hours of append time
   * @param series which series
   * @param from start of the first bucket, epoch seconds
   * @param to exclusive end, epoch seconds
   */
  record Expect(ShardKey shard, String key, SeriesKey series, long from, long to)
      implements ForShard {}

  /**
   * Go back to what was learned until a snapshot.
   *
   * @param shard which shard
   * @param taken time of the snapshot, epoch seconds
   */
  record Revert(ShardKey shard, long taken) implements ForShard {}
}

package dev.tidemark.ingest.fold;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One job within an {@link EventFold}, told of the events that are for it. */
final class JobFold {

  /** How many buckets are remembered as alive; a power of two. Events come out of order. */
  private static final int RECENT = 8;

  private final BucketSpan span;
  private final long fromSecond;
  private final FoldStatistics statistics;
  private final @Nullable FlowReports flows;
  private final List<ShardTarget> targets = new ArrayList<>();
  private final List<DetectorFold> detectors = new ArrayList<>();

  /** Numbers of buckets that were marked alive, by their last bits. */
  private final long[] recent = new long[RECENT];

  private long settledFrom;
  private long settledUntil;

  JobFold(JobSpec job, FieldTable fields, FoldStatistics statistics) {
    span = job.span();
    fromSecond = job.phase() instanceof JobSpec.Live live ? live.fromSecond() : Long.MIN_VALUE;
    this.statistics = statistics;
    flows = job.counts() == Counts.FLOWS ? new FlowReports(fields) : null;
    String session =
        job.phase() instanceof JobSpec.Backfilling backfilling ? backfilling.session() : "";
    for (int shard = 0; shard < job.shards(); shard++) {
      targets.add(new ShardTarget(new ShardKey(job.uid(), shard), session));
    }
    for (int i = 0; i < job.detectors().size(); i++) {
      detectors.add(new DetectorFold(i, job, targets, fields, statistics));
    }
    forget();
  }

  /**
   * Counts an event that passed the filter; false: it happened before the job began, or is no final
   * report of a flow though the job counts flows.
   */
  boolean count(EcsEvent event, long second, BucketFolder folder) {
    if (second < fromSecond) {
      return false;
    }
    SkipReason fault = fault(event);
    if (fault != null) {
      statistics.skip(fault);
      return false;
    }
    String flow = flows == null ? "" : flows.identity();
    long start = span.floor(second);
    for (int i = 0; i < detectors.size(); i++) {
      detectors.get(i).add(event, flow, start, folder);
    }
    return true;
  }

  /** Why an event that passed the filter is not what the job counts; null: it is. */
  @Nullable SkipReason fault(EcsEvent event) {
    return flows == null ? null : flows.fault(event);
  }

  /** Marks the bucket that holds a moment as alive. */
  void alive(long second, BucketFolder folder) {
    if (second < settledUntil && second >= settledFrom) {
      return;
    }
    if (second < fromSecond) {
      settle(Long.MIN_VALUE, fromSecond);
      return;
    }
    long bucket = Math.floorDiv(second, span.seconds());
    long start = bucket * span.seconds();
    int place = (int) bucket & (RECENT - 1);
    if (recent[place] != bucket) {
      recent[place] = bucket;
      for (ShardTarget target : targets) {
        folder.alive(target, start);
      }
    }
    settle(start, start + span.seconds());
  }

  /** Its detectors, by index. */
  List<DetectorFold> detectors() {
    return List.copyOf(detectors);
  }

  private void settle(long from, long until) {
    settledFrom = from;
    settledUntil = until;
  }

  /** From this second on, up to {@link #settledUntil}, there is nothing to mark any more. */
  long settledFrom() {
    return settledFrom;
  }

  /** Exclusive end of what {@link #settledFrom} begins. */
  long settledUntil() {
    return settledUntil;
  }

  /** The folder has been given away. */
  void forget() {
    settle(Long.MAX_VALUE, Long.MIN_VALUE);
    Arrays.fill(recent, Long.MIN_VALUE);
    detectors.forEach(DetectorFold::forget);
  }
}

package dev.tidemark.ingest.fold;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.filter.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One job within an {@link EventFold}. */
final class JobFold {

  private final BucketSpan span;
  private final long fromSecond;
  private final boolean anyShowsLife;
  private final Predicate<EcsEvent> filter;
  private final Predicate<EcsEvent> liveness;
  private final List<ShardTarget> targets = new ArrayList<>();
  private final List<DetectorFold> detectors = new ArrayList<>();
  private boolean aliveKnown;
  private long aliveStart;

  JobFold(JobSpec job, FieldTable fields, FoldStatistics statistics) {
    span = job.span();
    fromSecond = job.phase() instanceof JobSpec.Live live ? live.fromSecond() : Long.MIN_VALUE;
    anyShowsLife = job.liveness().equals(Condition.ANY);
    filter = job.filter().compile(fields);
    liveness = job.liveness().compile(fields);
    String session =
        job.phase() instanceof JobSpec.Backfilling backfilling ? backfilling.session() : "";
    for (int shard = 0; shard < job.shards(); shard++) {
      targets.add(new ShardTarget(new ShardKey(job.uid(), shard), session));
    }
    for (int i = 0; i < job.detectors().size(); i++) {
      detectors.add(new DetectorFold(i, job, targets, fields, statistics));
    }
  }

  /** Adds an event; false: it does not pass the filter, or happened before the job began. */
  boolean add(EcsEvent event, BucketFolder folder) {
    long second = Math.floorDiv(event.timeMillis(), 1000L);
    if (second < fromSecond) {
      return false;
    }
    if (anyShowsLife || liveness.test(event)) {
      alive(second, folder);
    }
    if (!filter.test(event)) {
      return false;
    }
    long start = span.floor(second);
    for (int i = 0; i < detectors.size(); i++) {
      detectors.get(i).add(event, start, folder);
    }
    return true;
  }

  /** Marks a bucket as alive, if the job takes the event for a sign of it. */
  void alive(EcsEvent sign, BucketFolder folder) {
    if (anyShowsLife || liveness.test(sign)) {
      alive(Math.floorDiv(sign.timeMillis(), 1000L), folder);
    }
  }

  void alive(long second, BucketFolder folder) {
    long start = span.floor(second);
    if (second < fromSecond || (aliveKnown && start == aliveStart)) {
      return;
    }
    for (ShardTarget target : targets) {
      folder.alive(target, start);
    }
    aliveKnown = true;
    aliveStart = start;
  }

  /** The folder has been given away. */
  void forget() {
    aliveKnown = false;
    detectors.forEach(DetectorFold::forget);
  }
}

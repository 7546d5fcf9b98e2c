package dev.tidemark.ingest.fold;

import dev.tidemark.ingest.event.EcsEvent;
import java.util.List;

/** Folds the events of one request by one plan. Not thread-safe. */
public final class EventFold {

  private final List<JobFold> jobs;
  private final FoldStatistics statistics = new FoldStatistics();
  private BucketFolder folder = new BucketFolder();

  /** A fold without events. */
  public EventFold(FoldPlan plan) {
    jobs = plan.jobs().stream().map(job -> new JobFold(job, plan.fields(), statistics)).toList();
  }

  /** Adds an event to every job that wants it. */
  public void add(EcsEvent event) {
    boolean counted = false;
    for (int i = 0; i < jobs.size(); i++) {
      counted |= jobs.get(i).add(event, folder);
    }
    statistics.event(counted);
  }

  /** Takes what counts nowhere, but shows that a source is alive. */
  public void alive(EcsEvent sign) {
    for (int i = 0; i < jobs.size(); i++) {
      jobs.get(i).alive(sign, folder);
    }
  }

  /** Marks the buckets that hold a moment as alive in every job. */
  public void heartbeat(long timeMillis) {
    for (JobFold job : jobs) {
      job.alive(Math.floorDiv(timeMillis, 1000L), folder);
    }
  }

  /** Number of aggregates and alive marks held. */
  public int size() {
    return folder.size();
  }

  /** Gives away what was folded so far and starts anew. */
  public BucketFolder take() {
    BucketFolder taken = folder;
    discard();
    return taken;
  }

  /** Forgets what was folded so far. */
  public void discard() {
    folder = new BucketFolder();
    jobs.forEach(JobFold::forget);
  }

  /** What became of the events. */
  public FoldStatistics statistics() {
    return statistics;
  }
}

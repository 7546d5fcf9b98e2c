package dev.tidemark.ingest.fold;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.filter.FilterRun;
import java.util.List;

/**
 * Folds the events of one request by one plan. A job that an event is not for costs nothing: the
 * filters of all jobs are asked together, and while events stay in buckets that are known to be
 * alive there is nothing to mark. Not thread-safe.
 */
public final class EventFold {

  private final List<JobFold> jobs;
  private final JobsByCondition counting;
  private final JobsByCondition living;
  private final List<JobFold> alwaysLiving;
  private final FilterRun filters;
  private final FoldStatistics statistics = new FoldStatistics();
  private BucketFolder folder = new BucketFolder();

  /** No job that any event shows alive has anything to mark from this second on... */
  private long settledFrom;

  /** ... until this one. */
  private long settledUntil;

  /** A fold without events. */
  public EventFold(FoldPlan plan) {
    jobs = plan.jobs().stream().map(job -> new JobFold(job, plan.fields(), statistics)).toList();
    counting = JobsByCondition.filters(plan, jobs);
    living = JobsByCondition.livenesses(plan, jobs);
    alwaysLiving = JobsByCondition.alwaysLiving(plan, jobs);
    filters = plan.filters().run();
    unsettle();
  }

  /** Adds an event to every job that wants it. */
  public void add(EcsEvent event) {
    long second = settled(event);
    boolean counted = false;
    int hits = filters.ask(event);
    for (int i = 0; i < hits; i++) {
      int condition = filters.hit(i);
      for (JobFold job : living.of(condition)) {
        job.alive(second, folder);
      }
      for (JobFold job : counting.of(condition)) {
        counted |= job.count(event, second, folder);
      }
    }
    statistics.event(counted);
  }

  /** Takes what counts nowhere, but shows that a source is alive. */
  public void alive(EcsEvent sign) {
    long second = settled(sign);
    int hits = filters.ask(sign);
    for (int i = 0; i < hits; i++) {
      for (JobFold job : living.of(filters.hit(i))) {
        job.alive(second, folder);
      }
    }
  }

  /** The second of an event, once every job that any event shows alive has it marked. */
  private long settled(EcsEvent event) {
    long second = Math.floorDiv(event.timeMillis(), 1000L);
    if (second < settledFrom || second >= settledUntil) {
      settle(second);
    }
    return second;
  }

  private void settle(long second) {
    settledFrom = Long.MIN_VALUE;
    settledUntil = Long.MAX_VALUE;
    for (JobFold job : alwaysLiving) {
      job.alive(second, folder);
      settledFrom = Math.max(settledFrom, job.settledFrom());
      settledUntil = Math.min(settledUntil, job.settledUntil());
    }
  }

  private void unsettle() {
    settledFrom = Long.MAX_VALUE;
    settledUntil = Long.MIN_VALUE;
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
    unsettle();
  }

  /** What became of the events. */
  public FoldStatistics statistics() {
    return statistics;
  }
}

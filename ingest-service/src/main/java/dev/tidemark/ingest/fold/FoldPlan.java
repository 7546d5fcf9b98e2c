package dev.tidemark.ingest.fold;

import dev.tidemark.ingest.event.BodyFormat;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.format.Format;
import dev.tidemark.ingest.format.Formats;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Some jobs, ready to be asked for every event: their filters compiled, their fields given slots.
 * Immutable; a change of a job makes another plan.
 */
public final class FoldPlan {

  private final Formats formats;
  private final List<JobSpec> jobs;

  private FoldPlan(List<JobSpec> jobs) {
    this.jobs = List.copyOf(jobs);
    Set<String> names = new LinkedHashSet<>();
    jobs.forEach(job -> names.addAll(job.fields()));
    formats = Formats.of(names);
  }

  /** A plan for all jobs that are live. */
  public static FoldPlan live(List<JobSpec> jobs) {
    return new FoldPlan(jobs.stream().filter(job -> job.phase() instanceof JobSpec.Live).toList());
  }

  /**
   * A plan for one job's backfill session.
   *
   * @throws IllegalArgumentException if it is not backfilling
   */
  public static FoldPlan session(JobSpec job) {
    if (!(job.phase() instanceof JobSpec.Backfilling)) {
      throw new IllegalArgumentException("job '" + job.id() + "' is " + job.phase().label());
    }
    return new FoldPlan(List.of(job));
  }

  /** The fields that its jobs need, and those that they are made of. */
  public FieldTable fields() {
    return formats.fields();
  }

  /** How a body becomes events with the fields that its jobs need. */
  public BodyFormat body(Format requested) {
    return formats.body(requested);
  }

  /** The jobs that may take an event. */
  public List<JobSpec> jobs() {
    return jobs;
  }
}

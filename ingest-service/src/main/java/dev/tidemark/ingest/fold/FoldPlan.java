package dev.tidemark.ingest.fold;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.ingest.event.BodyFormat;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.filter.FilterSet;
import dev.tidemark.ingest.format.Format;
import dev.tidemark.ingest.format.Formats;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Some jobs, ready to be asked for every event: their filters compiled, their fields given slots.
 * Immutable; a change of a job makes another plan.
 */
public final class FoldPlan {

  private final List<String> needed;
  private final Formats formats;
  private final List<JobSpec> jobs;
  private final List<Condition> conditions;
  private final FilterSet filters;

  private FoldPlan(List<JobSpec> jobs, Collection<String> moreFields) {
    this.jobs = List.copyOf(jobs);
    Set<String> names = new LinkedHashSet<>();
    Set<Condition> distinct = new LinkedHashSet<>();
    for (JobSpec job : jobs) {
      names.addAll(job.fields());
      distinct.add(job.filter());
      if (!job.anyShowsLife()) {
        distinct.add(job.liveness());
      }
    }
    names.addAll(moreFields);
    needed = List.copyOf(names);
    formats = Formats.of(names);
    conditions = List.copyOf(distinct);
    filters = FilterSet.of(conditions, formats.fields());
  }

  /** A plan for all jobs that are live. */
  public static FoldPlan live(List<JobSpec> jobs) {
    return new FoldPlan(
        jobs.stream().filter(job -> job.phase() instanceof JobSpec.Live).toList(), List.of());
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
    return new FoldPlan(List.of(job), List.of());
  }

  /**
   * A plan to look at events only, for jobs in any phase.
   *
   * @param moreFields dotted names of further fields to see
   */
  static FoldPlan looking(List<JobSpec> jobs, Collection<String> moreFields) {
    return new FoldPlan(jobs, moreFields);
  }

  /** The fields that its jobs need, and those that they are made of. */
  public FieldTable fields() {
    return formats.fields();
  }

  /** The names of the fields that were asked for. */
  List<String> needed() {
    return needed;
  }

  /** How a body becomes events with the fields that its jobs need. */
  public BodyFormat body(Format requested) {
    return formats.body(requested);
  }

  /** The jobs that may take an event. */
  public List<JobSpec> jobs() {
    return jobs;
  }

  /** What its jobs ask of events: filters, and liveness where not any event shows life. */
  FilterSet filters() {
    return filters;
  }

  /** The index of a job's condition in {@link #filters}. */
  int index(Condition condition) {
    return conditions.indexOf(condition);
  }
}

package dev.tidemark.ingest.fold;

import dev.tidemark.contract.query.Condition;
import java.util.ArrayList;
import java.util.List;

/** Which jobs have something to do when a condition of a plan holds. */
final class JobsByCondition {

  private final JobFold[][] jobs;

  private JobsByCondition(List<List<JobFold>> jobs) {
    this.jobs = jobs.stream().map(some -> some.toArray(JobFold[]::new)).toArray(JobFold[][]::new);
  }

  /** Jobs by their filter. */
  static JobsByCondition filters(FoldPlan plan, List<JobFold> folds) {
    List<List<JobFold>> found = none(plan);
    for (int i = 0; i < folds.size(); i++) {
      Condition filter = plan.jobs().get(i).filter();
      found.get(plan.index(filter)).add(folds.get(i));
    }
    return new JobsByCondition(found);
  }

  /** Jobs that some events show alive, by that condition. */
  static JobsByCondition livenesses(FoldPlan plan, List<JobFold> folds) {
    List<List<JobFold>> found = none(plan);
    for (int i = 0; i < folds.size(); i++) {
      JobSpec job = plan.jobs().get(i);
      if (!job.anyShowsLife()) {
        found.get(plan.index(job.liveness())).add(folds.get(i));
      }
    }
    return new JobsByCondition(found);
  }

  /** Jobs that any event shows alive. */
  static List<JobFold> alwaysLiving(FoldPlan plan, List<JobFold> folds) {
    List<JobFold> found = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      if (plan.jobs().get(i).anyShowsLife()) {
        found.add(folds.get(i));
      }
    }
    return found;
  }

  private static List<List<JobFold>> none(FoldPlan plan) {
    List<List<JobFold>> none = new ArrayList<>();
    for (int i = 0; i < plan.filters().size(); i++) {
      none.add(new ArrayList<>());
    }
    return none;
  }

  /** The jobs of a condition. */
  JobFold[] of(int condition) {
    return jobs[condition];
  }
}

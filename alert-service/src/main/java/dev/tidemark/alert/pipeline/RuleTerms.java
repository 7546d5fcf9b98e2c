package dev.tidemark.alert.pipeline;

import java.util.Set;

/**
 * What of a rule decides.
 *
 * @param id the rule
 * @param kind what it looks at
 * @param jobs ids of the jobs it looks at; empty: all
 * @param threshold lowest score that alerts, 0 to 100
 * @param scoreOf whose score it looks at
 * @param severity of its alerts
 * @param enabled whether it opens alerts
 */
public record RuleTerms(
    String id,
    Kind kind,
    Set<String> jobs,
    double threshold,
    ScoreOf scoreOf,
    Severity severity,
    boolean enabled) {

  /** What a rule looks at. */
  public enum Kind {
    /** Records. */
    MACHINE_LEARNING,
    /** Buckets without any sign of life. */
    NO_DATA
  }

  /** Copies the jobs. */
  public RuleTerms {
    jobs = Set.copyOf(jobs);
  }

  /** Whether it looks at a job. */
  public boolean looksAt(String job) {
    return jobs.isEmpty() || jobs.contains(job);
  }
}

package dev.tidemark.alert.rule;

import java.util.Optional;

/** The jobs there are. */
public interface KnownJobs {

  /** The job with an id; empty if there is none. */
  Optional<JobFacts> job(String id);
}

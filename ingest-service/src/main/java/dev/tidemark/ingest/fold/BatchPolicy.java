package dev.tidemark.ingest.fold;

import java.time.Duration;

/** How requests share commits. */
public interface BatchPolicy {

  /** Longest wait of a folded event for its commit to begin. */
  Duration maxDelay();

  /** Aggregates and alive marks that begin a commit early. */
  int maxUpdates();

  /** Aggregates and alive marks that may wait; beyond, requests are refused. */
  int maxPending();
}

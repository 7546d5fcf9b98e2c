package dev.tidemark.alert.alert;

/**
 * How far the baseline has learned of an alert that was closed as expected.
 *
 * <pre>
 *   none --- closed as expected ---> WAITING --- episode over, baseline-service told ---> TOLD
 *   none <-- opened again, other reason --- WAITING --- no such job any more ---> IMPOSSIBLE
 * </pre>
 */
final class Teaching {

  /** Until the episode is over: its last buckets are not closed yet. */
  static final String WAITING = "waiting";

  /** It is on its way to the baseline; for good. */
  static final String TOLD = "told";

  /** The job is gone. */
  static final String IMPOSSIBLE = "impossible";

  private Teaching() {}
}

package dev.tidemark.ingest.fold;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What became of accepted events, for metrics. Not thread-safe. */
public final class FoldStatistics {

  private long counted;
  private long unmatched;
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);

  /** Events that count in at least one job. */
  public long counted() {
    return counted;
  }

  /** Events that no job asked for. */
  public long unmatched() {
    return unmatched;
  }

  /** How often an event did not count for a detector, by reason. */
  public Map<SkipReason, Long> skipped() {
    return Collections.unmodifiableMap(skipped);
  }

  void event(boolean matched) {
    if (matched) {
      counted++;
    } else {
      unmatched++;
    }
  }

  void skip(SkipReason reason) {
    skipped.merge(reason, 1L, Long::sum);
  }
}

package dev.tidemark.baseline.bucket;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of keyed batches that a shard has taken, for 24 hours of append time: what is sent
 * again within them counts once.
 */
final class SeenParts {

  private final Map<String, Long> appendedMs = new LinkedHashMap<>();

  /** Remembers a part, as loaded; to be called in the order of append times. */
  void load(String batch, int part, long appendMs) {
    appendedMs.put(name(batch, part), appendMs);
  }

  /**
   * Takes a part.
   *
   * @return false if it was taken in the 24 hours before
   */
  boolean take(String batch, int part, long appendMs) {
    forgetBefore(appendMs - Chunk.SeenPart.KEPT_MS);
    return appendedMs.putIfAbsent(name(batch, part), appendMs) == null;
  }

  /** How many are remembered. */
  int size() {
    return appendedMs.size();
  }

  /** The order is that of append times: the eldest stand first. */
  private void forgetBefore(long oldestMs) {
    Iterator<Long> eldest = appendedMs.values().iterator();
    while (eldest.hasNext() && eldest.next() < oldestMs) {
      eldest.remove();
    }
  }

  private static String name(String batch, int part) {
    return part + ":" + batch;
  }
}

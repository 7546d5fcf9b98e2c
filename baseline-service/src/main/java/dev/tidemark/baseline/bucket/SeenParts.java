package dev.tidemark.baseline.bucket;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of keyed batches that a shard has taken, as long as each is to be remembered: what is
 * sent again within that append time counts once.
 */
final class SeenParts {

  /** By how long they are kept: within one of them, the order is that of append times. */
  private final Map<Long, Map<String, Long>> appendedMs = new HashMap<>();

  /** Remembers a part, as loaded; to be called in the order of append times. */
  void load(Chunk.SeenPart part) {
    kept(part.keptMs()).put(name(part), part.appendMs());
  }

  /**
   * Takes a part.
   *
   * @return false if it was taken before and is remembered
   */
  boolean take(Chunk.SeenPart part) {
    appendedMs.forEach((keptMs, parts) -> forgetBefore(part.appendMs() - keptMs, parts));
    return kept(part.keptMs()).putIfAbsent(name(part), part.appendMs()) == null;
  }

  /** How many are remembered. */
  int size() {
    return appendedMs.values().stream().mapToInt(Map::size).sum();
  }

  private Map<String, Long> kept(long keptMs) {
    return appendedMs.computeIfAbsent(keptMs, _ -> new LinkedHashMap<>());
  }

  /** The order is that of append times: the eldest stand first. */
  private static void forgetBefore(long oldestMs, Map<String, Long> parts) {
    Iterator<Long> eldest = parts.values().iterator();
    while (eldest.hasNext() && eldest.next() < oldestMs) {
      eldest.remove();
    }
  }

  private static String name(Chunk.SeenPart part) {
    return part.part() + ":" + part.batch();
  }
}

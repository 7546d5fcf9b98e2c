package dev.tidemark.baseline.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which siblings a new series borrows from. */
final class Siblings {

  /** Fewer may all be odd ones. */
  private static final int FEWEST = 3;

  /** More would cost more and say the same. */
  private static final int MOST = 32;

  private Siblings() {}

  /**
   * Picks them evenly from those that know their rhythm, in the order given.
   *
   * @return empty, or 3 to 32
   */
  static List<SeasonalBaseline> of(Collection<Baseline> all) {
    List<SeasonalBaseline> settled =
        all.stream()
            .filter(SeasonalBaseline.class::isInstance)
            .map(SeasonalBaseline.class::cast)
            .filter(SeasonalBaseline::isSettled)
            .toList();
    if (settled.size() < FEWEST) {
      return List.of();
    }
    int picked = Math.min(MOST, settled.size());
    List<SeasonalBaseline> siblings = new ArrayList<>(picked);
    for (int i = 0; i < picked; i++) {
      siblings.add(settled.get((int) ((long) i * settled.size() / picked)));
    }
    return siblings;
  }
}

package dev.tidemark.scoring.score;

import dev.tidemark.contract.surprise.Calibration;
import dev.tidemark.contract.surprise.Surprise;

/**
 * A surprise with how often such come in its series.
 *
 * @param surprise the surprise on the side that decides
 * @param calibration that side's frequencies
 * @param chances on how many sides a value can be anomalous
 */
record Verdict(Surprise surprise, Calibration calibration, int chances) {

  /** Share of buckets in which a surprise at least this large begins, in (0, 1]. */
  double probability(double size) {
    return Math.min(1, chances * calibration.frequency(size));
  }

  double probability() {
    return probability(surprise.size());
  }

  /** With two sides there are two chances. */
  Verdict orElse(Verdict other) {
    Verdict rarer = other.probability() < probability() ? other : this;
    return new Verdict(rarer.surprise, rarer.calibration, chances + other.chances);
  }
}

package dev.tidemark.scoring.score;

import dev.tidemark.contract.Side;
import dev.tidemark.contract.surprise.Calibration;
import dev.tidemark.contract.surprise.Surprise;

/**
 * A surprise with how often such come in its series.
 *
 * @param side the side that decides, high or low
 * @param surprise the surprise on that side
 * @param calibration that side's frequencies
 * @param chances on how many sides a value can be anomalous
 */
record Verdict(Side side, Surprise surprise, Calibration calibration, int chances) {

  /** Share of buckets in which a surprise at least this large begins, in (0, 1]. */
  double probability(double size) {
    return Math.min(1, chances * calibration.frequency(size));
  }

  double probability() {
    return probability(surprise.size());
  }

  /** With two sides there are two chances. Where both are as rare, this one decides. */
  Verdict orElse(Verdict other) {
    Verdict rarer = other.probability() < probability() ? other : this;
    return new Verdict(rarer.side, rarer.surprise, rarer.calibration, chances + other.chances);
  }
}

package dev.tidemark.baseline.model;

import java.util.List;

/**
 * What the series' own past says about its residuals; scores depend on nothing else of the past. At
 * most 1 KiB encoded.
 *
 * @param recentResiduals standardised residuals of the last buckets, newest first, at most 32
 * @param tailThreshold above this standardised residual the tail begins
 * @param tailShare share of past residuals above the threshold, in [0, 1]
 * @param tailMeanExcess mean excess of those above the threshold, above 0
 * @param tailWeight how many residuals the tail's figures rest on, discounted
 */
public record ScoreContext(
    List<Float> recentResiduals,
    float tailThreshold,
    float tailShare,
    float tailMeanExcess,
    float tailWeight) {

  /** Copies the residuals. */
  public ScoreContext {
    recentResiduals = List.copyOf(recentResiduals);
  }
}

package dev.tidemark.scoring.score;

import dev.tidemark.contract.Side;
import java.util.List;

/**
 * One bucket to score, with all that its score depends on.
 *
 * @param actual what was seen, in the detector's unit; finite, at least 0
 * @param spanSeconds bucket span, 10 s to 1 day
 * @param side on which side of what was expected a value is anomalous
 * @param expected what was expected
 * @param past what the series' own past says about its residuals
 * @param seriesWatched how many series the whole job watches, at least 1
 * @param contributions values of influencer fields in this bucket; empty when no influencers are
 *     wanted
 */
public record BucketCase(
    double actual,
    long spanSeconds,
    Side side,
    Expected expected,
    Past past,
    long seriesWatched,
    List<Contribution> contributions) {

  private static final long SHORTEST_S = 10;
  private static final long LONGEST_S = 86_400;

  /**
   * Checks the ranges.
   *
   * @throws InvalidFieldException if a number is out of its range
   */
  public BucketCase {
    InvalidFieldException.check(
        actual >= 0 && Double.isFinite(actual), "actual", actual, "finite and at least 0");
    InvalidFieldException.check(
        spanSeconds >= SHORTEST_S && spanSeconds <= LONGEST_S,
        "bucket_span_s",
        spanSeconds,
        "in [10, 86400]");
    InvalidFieldException.check(seriesWatched >= 1, "series_watched", seriesWatched, "at least 1");
    contributions = List.copyOf(contributions);
  }
}

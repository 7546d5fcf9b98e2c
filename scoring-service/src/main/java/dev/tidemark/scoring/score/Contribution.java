package dev.tidemark.scoring.score;

/**
 * How much of a bucket one value of an influencer field accounts for.
 *
 * @param field the event field
 * @param value its value
 * @param amount how much of the bucket's actual is this value's, in the detector's unit; at least 0
 * @param usualShare its usual share of a bucket, in [0, 1]; 0 when never seen
 */
public record Contribution(String field, String value, double amount, double usualShare) {

  /**
   * Checks the ranges.
   *
   * @throws InvalidFieldException if a number is out of its range
   */
  public Contribution {
    InvalidFieldException.check(
        amount >= 0 && Double.isFinite(amount), "amount", amount, "finite and at least 0");
    InvalidFieldException.check(
        usualShare >= 0 && usualShare <= 1, "usual_share", usualShare, "in [0, 1]");
  }
}

package dev.tidemark.contract.surprise;

/** Which way a bucket departs from what was expected. */
public enum Direction {
  /** More than expected. */
  ABOVE(1),
  /** Less than expected. */
  BELOW(-1);

  private final int sign;

  Direction(int sign) {
    this.sign = sign;
  }

  /** 1 above, -1 below: a residual times this is positive when it departs this way. */
  public int sign() {
    return sign;
  }
}

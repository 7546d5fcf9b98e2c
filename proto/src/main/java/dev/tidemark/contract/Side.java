package dev.tidemark.contract;

/** On which side of what is usual a value is anomalous. */
public enum Side {
  /** Above it: a value at least this high is improbable. */
  HIGH,
  /** Below it: a value at most this high is improbable. */
  LOW,
  /** On either: a value at least as far out is improbable. */
  BOTH;

  /** Whether a value is judged as lower, not as higher, than what is typical. */
  public boolean isLow(double actual, double typical) {
    return this == LOW || (this == BOTH && actual < typical);
  }

  /**
   * How far a residual lies out on this side.
   *
   * @param residual standardised, above 0 for a value above the centre
   * @return the same measure, above 0 for a value that may be anomalous
   */
  public double outward(double residual) {
    return switch (this) {
      case HIGH -> residual;
      case LOW -> -residual;
      case BOTH -> Math.abs(residual);
    };
  }
}

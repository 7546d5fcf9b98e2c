package dev.tidemark.contract;

import java.util.Locale;

/** On which side of what is usual a value is anomalous. */
public enum Side {
  /** Above it: a value at least this high is improbable. */
  HIGH,
  /** Below it: a value at most this high is improbable. */
  LOW,
  /** On either: a value at least as far out is improbable. */
  BOTH;

  /** Its name in documents, such as {@code high}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a value is judged as lower, not as higher, than what is typical.
   *
   * @param decided {@code high} or {@code low}: the side that decided its score, which may not be
   *     the one on which it lies. Empty: not known, for results that were scored before it was said
   */
  public boolean isLow(String decided, double actual, double typical) {
    if (decided.isEmpty()) {
      return this == LOW || (this == BOTH && actual < typical);
    }
    return decided.equals(LOW.text());
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

package dev.tidemark.alert.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad a rule says its alerts are, mildest first. */
public enum Severity {
  /** Worth a look. */
  LOW(0),
  /** Worth a look today. */
  MEDIUM(1),
  /** Worth a look now. */
  HIGH(2),
  /** Worth waking somebody. */
  CRITICAL(3);

  private final int rank;

  Severity(int rank) {
    this.rank = rank;
  }

  /** The word in documents. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The severity with this word; empty if there is none. */
  public static Optional<Severity> of(String word) {
    return Arrays.stream(values()).filter(severity -> severity.word().equals(word)).findFirst();
  }

  /** Its place, the mildest is 0. */
  public int rank() {
    return rank;
  }

  /** The severity with this rank. */
  public static Severity ofRank(int rank) {
    return Arrays.stream(values())
        .filter(severity -> severity.rank == rank)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no severity has rank " + rank));
  }

  /** The worse of two. */
  public Severity or(Severity other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

package dev.tidemark.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a job counts of what passes its filter. */
public enum Counts {
  /** Every event. */
  EVENTS(1),
  /**
   * Flows: final reports only, and each flow once in a bucket, as far as reports name it alike. The
   * number of flows is the estimate of {@link DistinctValues}.
   */
  FLOWS(2);

  private final int number;

  Counts(int number) {
    this.number = number;
  }

  /**
   * What a number of {@code tidemark.job.v1.Counts} means; 0 stands for events.
   *
   * @throws IllegalArgumentException if none is known here
   */
  public static Counts ofNumber(int number) {
    return Arrays.stream(values())
        .filter(counts -> counts.number == Math.max(1, number))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("counts " + number + " is not known here"));
  }

  /** What a name as documents write it means; empty: nothing. */
  public static Optional<Counts> named(String text) {
    return Arrays.stream(values()).filter(counts -> counts.text().equals(text)).findFirst();
  }

  /** Its number in {@code tidemark.job.v1.Counts}. */
  public int number() {
    return number;
  }

  /** Its name in documents, such as {@code flows}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.tidemark.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a detector computes of a bucket, and all that follows from it. The one place where a
 * function says what it measures, which side is anomalous, and what a bucket without events means.
 * Names and sides are those of Elastic's machine learning.
 */
public enum DetectorFunction {
  /** The number of events. */
  COUNT(3, Measure.EVENTS, Side.BOTH),
  /** The number of events; more than usual is anomalous. */
  HIGH_COUNT(1, Measure.EVENTS, Side.HIGH),
  /** The number of events; fewer than usual are anomalous. */
  LOW_COUNT(4, Measure.EVENTS, Side.LOW),
  /** The number of events, in buckets that have any; more than usual is anomalous. */
  HIGH_NON_ZERO_COUNT(5, Measure.EVENTS, Side.HIGH),
  /** The sum of a field. */
  SUM(6, Measure.SUM, Side.BOTH),
  /** The sum of a field; more than usual is anomalous. */
  HIGH_SUM(2, Measure.SUM, Side.HIGH),
  /** The sum of a field; less than usual is anomalous. */
  LOW_SUM(7, Measure.SUM, Side.LOW),
  /** The mean of a field. */
  MEAN(8, Measure.MEAN, Side.BOTH),
  /** The mean of a field; higher than usual is anomalous. */
  HIGH_MEAN(9, Measure.MEAN, Side.HIGH),
  /** The mean of a field; lower than usual is anomalous. */
  LOW_MEAN(10, Measure.MEAN, Side.LOW),
  /** The lowest value of a field; either side is anomalous. */
  MIN(11, Measure.MIN, Side.BOTH),
  /** The highest value of a field; either side is anomalous. */
  MAX(12, Measure.MAX, Side.BOTH),
  /** How many different values a field has. */
  DISTINCT_COUNT(13, Measure.DISTINCT, Side.BOTH),
  /** How many different values a field has; more than usual are anomalous. */
  HIGH_DISTINCT_COUNT(14, Measure.DISTINCT, Side.HIGH);

  private final int number;
  private final Measure measure;
  private final Side side;

  DetectorFunction(int number, Measure measure, Side side) {
    this.number = number;
    this.measure = measure;
    this.side = side;
  }

  /**
   * The function with a number of {@code tidemark.job.v1.Function}.
   *
   * @throws IllegalArgumentException if none is known here
   */
  public static DetectorFunction ofNumber(int number) {
    return Arrays.stream(values())
        .filter(function -> function.number == number)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("function " + number + " is not known here"));
  }

  /** The function with a name as documents write it; empty: none has. */
  public static Optional<DetectorFunction> named(String text) {
    return Arrays.stream(values()).filter(function -> function.text().equals(text)).findFirst();
  }

  /** Its number in {@code tidemark.job.v1.Function}. */
  public int number() {
    return number;
  }

  /** Its name in documents, such as {@code high_count}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it measures. */
  public Measure measure() {
    return measure;
  }

  /** Which side is anomalous. */
  public Side side() {
    return side;
  }

  /**
   * Whether what is surprising in a bucket that still fills stays so: the value can only grow, and
   * only a high one is anomalous.
   */
  public boolean isSurprisingEarly() {
    return side == Side.HIGH && measure.isGrowing();
  }

  /**
   * The value of a bucket in which the source was alive.
   *
   * @param events number of events
   * @param field what is known of the field's values
   * @return at least 0; empty when the bucket has no value: it is neither scored nor learned,
   *     although it is no gap. Counts, sums and distinct counts without events are zero; a mean, a
   *     lowest and a highest value of nothing do not exist, and the non-zero count ignores zeros.
   */
  public OptionalDouble value(long events, FieldSummary field) {
    return existing(measure.value(events, field));
  }

  /**
   * The value of a bucket that still fills, for a function that {@link #isSurprisingEarly()}: what
   * the final value will not be below.
   */
  public OptionalDouble valueSoFar(long events, FieldSummary field) {
    return existing(measure.valueSoFar(events, field));
  }

  private OptionalDouble existing(OptionalDouble value) {
    boolean ignored = this == HIGH_NON_ZERO_COUNT && value.orElse(0) == 0;
    return ignored ? OptionalDouble.empty() : value;
  }
}

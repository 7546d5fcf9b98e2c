package dev.tidemark.contract;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a function measures in a bucket: which part of the mergeable aggregate it needs, and the
 * value that follows from it.
 */
public enum Measure {
  /** The number of events; where they are told apart, as flows are, of different ones. */
  EVENTS,
  /** The sum of a field's whole numbers. */
  SUM,
  /** The mean of a field's whole numbers: their sum by how many there are. */
  MEAN,
  /** The lowest of a field's whole numbers. */
  MIN,
  /** The highest of a field's whole numbers. */
  MAX,
  /** How many different values a field has, estimated; see {@link DistinctValues}. */
  DISTINCT;

  /** Whether it looks at a field of the events. */
  public boolean needsField() {
    return this != EVENTS;
  }

  /** Whether the field's values must be whole numbers from 0 on. */
  public boolean isNumeric() {
    return this == SUM || this == MEAN || this == MIN || this == MAX;
  }

  /**
   * Whether the value is made of parts that add up: each event's part can be told apart, and two
   * values of one bucket make a third. Only then can influencers be held responsible for parts.
   */
  public boolean isAdditive() {
    return this == EVENTS || this == SUM;
  }

  /** Whether the value can only rise while the bucket fills. */
  public boolean isGrowing() {
    return isAdditive() || this == DISTINCT;
  }

  /**
   * Whether a bucket's value alone says all that merging needs. A mean lacks how many there were,
   * the number of distinct values lacks which.
   */
  public boolean isKnownByItsValue() {
    return isAdditive() || this == MIN || this == MAX;
  }

  /**
   * The bucket's value.
   *
   * @param events number of events
   * @param field what is known of the field's values
   * @return at least 0; empty when nothing was measured and that is not a zero
   */
  OptionalDouble value(long events, FieldSummary field) {
    return switch (this) {
      case EVENTS ->
          OptionalDouble.of(field.distinct().isEmpty() ? (double) events : distinct(field));
      case SUM -> OptionalDouble.of((double) field.sum());
      case MEAN ->
          field.values() == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of((double) field.sum() / field.values());
      case MIN -> number(field.least());
      case MAX -> number(field.greatest());
      case DISTINCT -> OptionalDouble.of(distinct(field));
    };
  }

  /** A whole number, so that the baseline knows it for a count. */
  private static double distinct(FieldSummary field) {
    return StrictMath.rint(field.distinct().estimate());
  }

  /** The value below which the bucket's value will not fall while it fills. */
  OptionalDouble valueSoFar(long events, FieldSummary field) {
    boolean estimated = this == DISTINCT || (this == EVENTS && !field.distinct().isEmpty());
    return estimated
        ? OptionalDouble.of(StrictMath.floor(field.distinct().estimateAtLeast()))
        : value(events, field);
  }

  private static OptionalDouble number(OptionalLong whole) {
    return whole.isPresent()
        ? OptionalDouble.of((double) whole.getAsLong())
        : OptionalDouble.empty();
  }
}

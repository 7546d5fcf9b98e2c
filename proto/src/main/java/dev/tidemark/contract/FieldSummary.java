package dev.tidemark.contract;

import java.util.OptionalLong;

/**
 * What a detector needs to know of its field's values in one bucket: only the parts that its {@link
 * Measure} asks for are filled. Merging is commutative and associative; all numbers are whole and
 * at least 0, so the order of arrival leaves no trace. Sums stop at the top instead of wrapping.
 */
public final class FieldSummary {

  private static final long NONE = -1;

  private long sum;
  private long values;
  private long least = NONE;
  private long greatest = NONE;
  private final DistinctValues distinct = new DistinctValues();

  /**
   * Adds one number.
   *
   * @param measure which part it counts for; one that is not numeric takes nothing
   * @param amount the number, at least 0
   */
  public void add(Measure measure, long amount) {
    switch (measure) {
      case SUM -> addSum(amount, 0);
      case MEAN -> addSum(amount, 1);
      case MIN -> addLeast(amount);
      case MAX -> addGreatest(amount);
      case EVENTS, DISTINCT -> {}
    }
  }

  /**
   * Adds numbers that are summed already.
   *
   * @param more their sum
   * @param number how many they are; 0 where nobody asks for their mean
   * @throws IllegalArgumentException if one of them is negative
   */
  public void addSum(long more, long number) {
    sum = saturated(sum, checked(more));
    values = saturated(values, checked(number));
  }

  /**
   * Adds the lowest of some numbers.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void addLeast(long amount) {
    least = least == NONE ? checked(amount) : Math.min(least, checked(amount));
  }

  /**
   * Adds the highest of some numbers.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void addGreatest(long amount) {
    greatest = Math.max(greatest, checked(amount));
  }

  /** Adds all that another one knows. */
  public void merge(FieldSummary other) {
    addSum(other.sum, other.values);
    other.least().ifPresent(this::addLeast);
    other.greatest().ifPresent(this::addGreatest);
    if (!other.distinct.isEmpty()) {
      distinct.merge(other.distinct);
    }
  }

  /** Sum of the numbers. */
  public long sum() {
    return sum;
  }

  /** How many numbers there are, where their mean is asked for. */
  public long values() {
    return values;
  }

  /** The lowest number; empty: none, or nobody asks for it. */
  public OptionalLong least() {
    return least == NONE ? OptionalLong.empty() : OptionalLong.of(least);
  }

  /** The highest number; empty: none, or nobody asks for it. */
  public OptionalLong greatest() {
    return greatest == NONE ? OptionalLong.empty() : OptionalLong.of(greatest);
  }

  /** The different values, to be added to. */
  public DistinctValues distinct() {
    return distinct;
  }

  private static long checked(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount " + amount + " of a field is negative");
    }
    return amount;
  }

  private static long saturated(long a, long b) {
    long total = a + b;
    return total < 0 ? Long.MAX_VALUE : total;
  }
}

package dev.tidemark.contract;

import org.apache.datasketches.common.SketchesArgumentException;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;

/**
 * How many distinct values were seen: a HyperLogLog sketch. Mergeable in any order: the estimate
 * depends only on the set of values. Relative standard error 2.3 % at most; practically exact for
 * small sets.
 */
public final class DistinctValues {

  private static final int LG_K = 11;

  /** Up to so many values each is kept; beyond, one of 2,048 registers tells of many. */
  private static final int KEPT_SINGLY = 192;

  private static final int REGISTERS = 1 << LG_K;

  /**
   * How far an estimate may fall as values are added: where the library changes from one estimator
   * to another, at about 1,300 values, it fell by up to 4.0 % in 3,000 random sets.
   */
  private static final double MOST_FALL = 0.05;

  private final HllUnion union = new HllUnion(LG_K);

  /** Reads what {@link #toBytes()} wrote; an empty array is an empty set. */
  public static DistinctValues fromBytes(byte[] bytes) {
    DistinctValues values = new DistinctValues();
    values.merge(bytes);
    return values;
  }

  /** Adds one value; the empty text is ignored. */
  public void add(String value) {
    union.update(value);
  }

  /** Adds all values of another set. */
  public void merge(DistinctValues other) {
    union.update(other.union.getResult(TgtHllType.HLL_8));
  }

  /**
   * Adds all values of a set in its serialised form.
   *
   * @throws IllegalArgumentException if the bytes are not such a form
   */
  public void merge(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    try {
      union.update(HllSketch.heapify(bytes));
    } catch (SketchesArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a serialised set of distinct values", e);
    }
  }

  /** Whether no value was added. */
  public boolean isEmpty() {
    return union.isEmpty();
  }

  /** Estimated number of distinct values, at least 0. */
  public double estimate() {
    if (union.isEmpty()) {
      return 0;
    }
    double estimate = union.getCompositeEstimate();
    // Registers begin when single values no longer fit: there are more than those, whatever they
    // say.
    return isKeptSingly() ? estimate : Math.max(KEPT_SINGLY, estimate);
  }

  /**
   * What the estimate will not fall below when more values are added: the estimate while values are
   * kept singly, 5 % less beyond.
   */
  public double estimateAtLeast() {
    double estimate = estimate();
    return isKeptSingly() ? estimate : Math.max(KEPT_SINGLY, estimate * (1 - MOST_FALL));
  }

  private boolean isKeptSingly() {
    return union.getCompactSerializationBytes() < REGISTERS;
  }

  /** The serialised form; empty for an empty set. At most about 2 KiB. */
  public byte[] toBytes() {
    return union.isEmpty() ? new byte[0] : union.getResult(TgtHllType.HLL_8).toCompactByteArray();
  }
}

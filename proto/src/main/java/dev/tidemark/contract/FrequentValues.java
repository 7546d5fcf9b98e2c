package dev.tidemark.contract;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.common.SketchesArgumentException;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.FrequentItemsSketch;

/**
 * Which values a field had and how often: a frequent-items sketch (Misra-Gries). Exact up to {@link
 * #CAPACITY} distinct values, whatever the order of adding and merging; beyond, counts are too low
 * or too high by at most {@link #maximumError()}.
 */
public final class FrequentValues {

  private static final int LG_MAP_SIZE = 8;
  private static final int MAP_SIZE = 1 << LG_MAP_SIZE;

  /** Where the library's serialised form holds lg of the largest and the present table size. */
  private static final int SIZE_AT = 3;

  private static final int SIZE_NOW_AT = 4;

  /** Where it holds the number of items. */
  private static final int ITEMS_AT = 8;

  /** The preamble of a sketch that is not empty has four longs. */
  private static final int WEIGHTS_AT = 4 * Long.BYTES;

  private static final ValueLayout.OfInt LITTLE_ENDIAN_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Distinct values up to which counts are exact. */
  public static final int CAPACITY = MAP_SIZE * 3 / 4;

  /** Longer values are cut here: a hostile field must not fill a sketch with megabytes. */
  public static final int MAX_VALUE_LENGTH = 256;

  private static final ArrayOfStringsSerDe STRINGS = new ArrayOfStringsSerDe();

  private static final Comparator<Frequency> HEAVIEST_FIRST =
      Comparator.comparingLong(Frequency::weight).reversed().thenComparing(Frequency::value);

  private final FrequentItemsSketch<String> sketch = new FrequentItemsSketch<>(MAP_SIZE);

  /**
   * A value and how often it was seen.
   *
   * @param value the field's value
   * @param weight estimated weight, in the unit that was added; at least 1
   */
  public record Frequency(String value, long weight) {}

  /**
   * Reads what {@link #toBytes()} wrote; an empty array is nothing seen.
   *
   * @throws IllegalArgumentException if the bytes are not such a form
   */
  public static FrequentValues fromBytes(byte[] bytes) {
    FrequentValues values = new FrequentValues();
    values.merge(bytes);
    return values;
  }

  /**
   * Adds a value.
   *
   * @param value not empty; cut at {@link #MAX_VALUE_LENGTH} characters
   * @param weight at least 0; 0 adds nothing
   */
  public void add(String value, long weight) {
    if (weight > 0 && !value.isEmpty()) {
      sketch.update(cut(value), weight);
    }
  }

  /** Adds all that another one has seen. */
  public void merge(FrequentValues other) {
    sketch.merge(other.sketch);
  }

  /**
   * Adds all that another one has seen, in its serialised form.
   *
   * @throws IllegalArgumentException if the bytes are not such a form
   */
  public void merge(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    requireOurSize(bytes);
    try {
      sketch.merge(FrequentItemsSketch.getInstance(MemorySegment.ofArray(bytes), STRINGS));
    } catch (SketchesArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("not a serialised set of frequent values", e);
    }
  }

  /**
   * A damaged preamble may ask the library for a table of billions of places and keep it busy for
   * minutes: sketches of another size than ours are refused before it reads them.
   */
  private static void requireOurSize(byte[] bytes) {
    boolean ours =
        bytes.length > SIZE_NOW_AT
            && bytes[SIZE_AT] == LG_MAP_SIZE
            && bytes[SIZE_NOW_AT] >= 0
            && bytes[SIZE_NOW_AT] <= LG_MAP_SIZE;
    if (!ours
        || activeItems(bytes) < 0
        || activeItems(bytes) > MAP_SIZE
        || !itemsFit(bytes, activeItems(bytes))) {
      throw new IllegalArgumentException("not a serialised set of frequent values");
    }
  }

  /**
   * Whether the items' texts fill the bytes exactly: the library believes the length of a text and
   * asks for as much memory, be it gigabytes.
   */
  private static boolean itemsFit(byte[] bytes, int items) {
    if (items == 0) {
      return true;
    }
    MemorySegment all = MemorySegment.ofArray(bytes);
    long at = WEIGHTS_AT + (long) items * Long.BYTES;
    for (int item = 0; item < items; item++) {
      if (at + Integer.BYTES > bytes.length) {
        return false;
      }
      int length = all.get(LITTLE_ENDIAN_INT, at);
      if (length < 0) {
        return false;
      }
      at += Integer.BYTES + (long) length;
    }
    return at == bytes.length;
  }

  private static int activeItems(byte[] bytes) {
    return bytes.length < ITEMS_AT + Integer.BYTES
        ? 0
        : MemorySegment.ofArray(bytes).get(LITTLE_ENDIAN_INT, ITEMS_AT);
  }

  /** Whether nothing was seen. */
  public boolean isEmpty() {
    return sketch.isEmpty();
  }

  /** Total weight seen: exact. */
  public long total() {
    return sketch.getStreamLength();
  }

  /** By how much a weight may be off; 0 up to {@link #CAPACITY} distinct values. */
  public long maximumError() {
    return sketch.getMaximumError();
  }

  /** Estimated weight of one value; 0 when it was not seen. */
  public long weight(String value) {
    return sketch.getEstimate(cut(value));
  }

  /** The values known, heaviest first, equal ones in the order of their text. */
  public List<Frequency> heaviest() {
    return Arrays.stream(sketch.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES))
        .map(row -> new Frequency(row.getItem(), row.getEstimate()))
        .sorted(HEAVIEST_FIRST)
        .toList();
  }

  /** The serialised form; empty when nothing was seen. */
  public byte[] toBytes() {
    return sketch.isEmpty() ? new byte[0] : sketch.toByteArray(STRINGS);
  }

  private static String cut(String value) {
    if (value.length() <= MAX_VALUE_LENGTH) {
      return value;
    }
    // Never between the two halves of a surrogate pair: a lone half does not survive UTF-8.
    int end =
        Character.isHighSurrogate(value.charAt(MAX_VALUE_LENGTH - 1))
            ? MAX_VALUE_LENGTH - 1
            : MAX_VALUE_LENGTH;
    return value.substring(0, end);
  }
}

package dev.tidemark.contract;

import java.nio.charset.StandardCharsets;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * One detector of one job for one combination of partition and by values: the unit that has a
 * baseline.
 *
 * @param detector index of the detector in the job, at least 0
 * @param partitionValue value of the partition field; empty when the detector has none
 * @param byValue value of the by field; empty when the detector has none
 */
public record SeriesKey(int detector, String partitionValue, String byValue)
    implements Comparable<SeriesKey> {

  private static final long SEED = 0x7469_6465L;
  private static final char SEPARATOR = '\u001f';

  /**
   * Checks the index.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public SeriesKey {
    if (detector < 0) {
      throw new IllegalArgumentException("detector index " + detector + " is negative");
    }
  }

  /** The only series of a detector that is not split. */
  public static SeriesKey of(int detector) {
    return new SeriesKey(detector, "", "");
  }

  /**
   * The series as one text, unique within its job; the form that identities and shards derive from.
   */
  public String canonical() {
    return detector + String.valueOf(SEPARATOR) + partitionValue + SEPARATOR + byValue;
  }

  /**
   * The shard that owns this series: a hash of its split values, so that detectors with the same
   * split share shards.
   *
   * @param shards number of shards of the job, at least 1
   * @return 0 to {@code shards - 1}
   */
  public int shard(int shards) {
    if (shards == 1) {
      return 0;
    }
    byte[] bytes = (partitionValue + SEPARATOR + byValue).getBytes(StandardCharsets.UTF_8);
    return (int) Long.remainderUnsigned(MurmurHash3.hash(bytes, SEED)[0], shards);
  }

  @Override
  public int compareTo(SeriesKey other) {
    int order = Integer.compare(detector, other.detector);
    if (order == 0) {
      order = partitionValue.compareTo(other.partitionValue);
    }
    return order == 0 ? byValue.compareTo(other.byValue) : order;
  }
}

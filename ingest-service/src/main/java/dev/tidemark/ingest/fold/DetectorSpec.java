package dev.tidemark.ingest.fold;

/**
 * One function of a job.
 *
 * @param sums whether {@code field} is summed; otherwise events are counted
 * @param field the summed field; empty for counts
 * @param byField one series for every value; empty: no split
 * @param partitionField one series for every value; empty: no split
 */
public record DetectorSpec(boolean sums, String field, String byField, String partitionField) {

  /** Counts events, unsplit. */
  public static final DetectorSpec COUNT = new DetectorSpec(false, "", "", "");

  /**
   * Checks the summed field.
   *
   * @throws IllegalArgumentException if a sum has no field
   */
  public DetectorSpec {
    if (sums && field.isEmpty()) {
      throw new IllegalArgumentException("a sum needs a field");
    }
  }

  boolean isSplit() {
    return !byField.isEmpty() || !partitionField.isEmpty();
  }
}

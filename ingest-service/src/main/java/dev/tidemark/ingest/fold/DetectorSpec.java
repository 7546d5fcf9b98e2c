package dev.tidemark.ingest.fold;

import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.Measure;

/**
 * One function of a job.
 *
 * @param function what is computed
 * @param field the field it looks at; empty for counts of events
 * @param byField one series for every value; empty: no split
 * @param partitionField one series for every value; empty: no split
 */
public record DetectorSpec(
    DetectorFunction function, String field, String byField, String partitionField) {

  /** Counts events, unsplit. */
  public static final DetectorSpec COUNT =
      new DetectorSpec(DetectorFunction.HIGH_COUNT, "", "", "");

  /**
   * Checks the field.
   *
   * @throws IllegalArgumentException if the function needs one and there is none
   */
  public DetectorSpec {
    if (function.measure().needsField() && field.isEmpty()) {
      throw new IllegalArgumentException(function.text() + " needs a field");
    }
  }

  Measure measure() {
    return function.measure();
  }

  boolean isSplit() {
    return !byField.isEmpty() || !partitionField.isEmpty();
  }
}

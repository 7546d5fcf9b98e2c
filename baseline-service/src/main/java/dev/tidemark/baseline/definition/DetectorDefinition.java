package dev.tidemark.baseline.definition;

/**
 * One function of a job. Fields that it does not have are empty texts.
 *
 * @param function what is computed
 * @param field the summed field; empty for counts
 * @param byField one series for every value of this field; empty: no split
 * @param partitionField one series for every value of this field; empty: no split
 */
public record DetectorDefinition(
    DetectorFunction function, String field, String byField, String partitionField) {

  /**
   * Checks what belongs together.
   *
   * @throws InvalidDefinition pointing into the detector
   */
  public DetectorDefinition {
    if (function == DetectorFunction.HIGH_SUM && field.isEmpty()) {
      throw new InvalidDefinition("/field", "high_sum needs a field to sum, such as network.bytes");
    }
    if (function == DetectorFunction.HIGH_COUNT && !field.isEmpty()) {
      throw new InvalidDefinition(
          "/field", "high_count counts events and takes no field; use high_sum to sum " + field);
    }
    checkIfSet("/field", field);
    checkIfSet("/by_field", byField);
    checkIfSet("/partition_field", partitionField);
    if (!byField.isEmpty() && byField.equals(partitionField)) {
      throw new InvalidDefinition("/by_field", "by_field and partition_field are both " + byField);
    }
  }

  /** What it is to people, such as {@code high_sum(network.bytes) by host.name}. */
  public String description() {
    StringBuilder text = new StringBuilder(function.text());
    text.append(field.isEmpty() ? " of events" : "(" + field + ")");
    text.append(byField.isEmpty() ? "" : " by " + byField);
    return text.append(partitionField.isEmpty() ? "" : " partitioned by " + partitionField)
        .toString();
  }

  private static void checkIfSet(String pointer, String name) {
    if (!name.isEmpty()) {
      FieldNames.check(pointer, name);
    }
  }
}

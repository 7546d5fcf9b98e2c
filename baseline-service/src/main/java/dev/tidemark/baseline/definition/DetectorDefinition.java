package dev.tidemark.baseline.definition;

import dev.tidemark.contract.Counts;
import dev.tidemark.contract.DetectorFunction;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One function of a job. Fields that it does not have are empty texts.
 *
 * @param function what is computed
 * @param field the field it looks at; empty for counts of events
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
    boolean needsField = function.measure().needsField();
    if (needsField && field.isEmpty()) {
      throw new InvalidDefinition(
          "/field",
          function.text()
              + " needs a field, such as "
              + (function.measure().isNumeric() ? "network.bytes" : "destination.ip"));
    }
    if (!needsField && !field.isEmpty()) {
      throw new InvalidDefinition(
          "/field",
          function.text()
              + " counts events and takes no field; sums, means and distinct counts look at "
              + field);
    }
    checkIfSet("/field", field);
    checkIfSet("/by_field", byField);
    checkIfSet("/partition_field", partitionField);
    if (!byField.isEmpty() && byField.equals(partitionField)) {
      throw new InvalidDefinition("/by_field", "by_field and partition_field are both " + byField);
    }
  }

  /**
   * Reads a function's name as documents write it.
   *
   * @throws InvalidDefinition at {@code /function}, naming those that are supported
   */
  public static DetectorFunction function(String text) {
    return DetectorFunction.named(text)
        .orElseThrow(() -> new InvalidDefinition("/function", refusal(text)));
  }

  private static String refusal(String text) {
    String supported =
        Arrays.stream(DetectorFunction.values())
            .map(DetectorFunction::text)
            .collect(Collectors.joining(", "));
    return "function '" + text + "' is not supported; supported are " + supported;
  }

  /**
   * What it is to people, such as {@code high_sum(network.bytes) by host.name}.
   *
   * @param counts what the job counts
   */
  public String description(Counts counts) {
    StringBuilder text = new StringBuilder(function.text());
    text.append(field.isEmpty() ? " of " + counts.text() : "(" + field + ")");
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

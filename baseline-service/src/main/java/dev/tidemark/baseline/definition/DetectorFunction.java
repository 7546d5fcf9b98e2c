package dev.tidemark.baseline.definition;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a detector computes of a bucket's events. */
public enum DetectorFunction {
  /** The number of events; more than usual is anomalous. */
  HIGH_COUNT,
  /** The sum of a whole-number field; more than usual is anomalous. */
  HIGH_SUM;

  /** Its name in documents. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name as documents write it.
   *
   * @throws InvalidDefinition at {@code /function}, naming those that are supported
   */
  public static DetectorFunction of(String text) {
    return Arrays.stream(values())
        .filter(function -> function.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new InvalidDefinition("/function", refusal(text)));
  }

  private static String refusal(String text) {
    String supported =
        Arrays.stream(values()).map(DetectorFunction::text).collect(Collectors.joining(", "));
    return "function '" + text + "' is not supported; supported are " + supported;
  }
}

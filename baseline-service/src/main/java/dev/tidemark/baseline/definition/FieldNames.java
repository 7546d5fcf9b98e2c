package dev.tidemark.baseline.definition;

import java.util.regex.Pattern;

/** Names of event fields. */
final class FieldNames {

  private static final Pattern FIELD = Pattern.compile("[A-Za-z_@][A-Za-z0-9_@.-]{0,127}");

  private FieldNames() {}

  /**
   * Checks that a text may name an event field.
   *
   * @throws InvalidDefinition if it may not
   */
  static void check(String pointer, String name) {
    if (!FIELD.matcher(name).matches()) {
      throw new InvalidDefinition(
          pointer, "'" + name + "' is not the dotted name of an event field, such as source.ip");
    }
  }
}

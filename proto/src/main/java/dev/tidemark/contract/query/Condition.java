package dev.tidemark.contract.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is asked of an event. A field with several values fits if one of them does. */
public sealed interface Condition {

  /** Fits every event. */
  Condition ANY = new All(List.of());

  /** Names of the fields it looks at. */
  Stream<String> fields();

  /** A condition on one field. */
  sealed interface Leaf extends Condition {

    /** Dotted name. */
    String field();

    @Override
    default Stream<String> fields() {
      return Stream.of(field());
    }
  }

  /**
   * All parts fit.
   *
   * @param parts none: fits every event
   */
  record All(List<Condition> parts) implements Condition {
    /** Copies the parts. */
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public Stream<String> fields() {
      return parts.stream().flatMap(Condition::fields);
    }
  }

  /**
   * At least one part fits.
   *
   * @param parts none: fits no event
   */
  record AnyOf(List<Condition> parts) implements Condition {
    /** Copies the parts. */
    public AnyOf {
      parts = List.copyOf(parts);
    }

    @Override
    public Stream<String> fields() {
      return parts.stream().flatMap(Condition::fields);
    }
  }

  /**
   * The part does not fit.
   *
   * @param part the part
   */
  record Not(Condition part) implements Condition {
    @Override
    public Stream<String> fields() {
      return part.fields();
    }
  }

  /**
   * A field has one of some values; see {@link ValueMatcher} for when a value is the same.
   *
   * @param field dotted name
   * @param values numbers in their JSON form; in the order given, each once
   */
  record Terms(String field, List<String> values) implements Leaf {
    /** Checks the name, copies the values. */
    public Terms {
      FieldName.check(field);
      values = List.copyOf(new LinkedHashSet<>(values));
    }
  }

  /**
   * A field has a value.
   *
   * @param field dotted name
   */
  record Exists(String field) implements Leaf {
    /** Checks the name. */
    public Exists {
      FieldName.check(field);
    }
  }

  /**
   * One value of a field lies within bounds. A bound is a number or an RFC 3339 time with an
   * offset; two bounds are of the same kind.
   *
   * @param field dotted name
   * @param lower null: none
   * @param upper null: none
   */
  record Range(String field, @Nullable Bound lower, @Nullable Bound upper) implements Leaf {
    /**
     * Checks the name and the bounds.
     *
     * @throws IllegalArgumentException if there is no bound, or a number on one side and a time on
     *     the other
     */
    public Range {
      FieldName.check(field);
      if (lower == null && upper == null) {
        throw new IllegalArgumentException("a range has at least one bound");
      }
      if (lower != null && upper != null && lower.isTime() != upper.isTime()) {
        throw new IllegalArgumentException(
            "one bound of the range is a number, the other one a time");
      }
    }

    /** Whether it is about times; otherwise about numbers. */
    public boolean isTime() {
      return lower == null ? upper != null && upper.isTime() : lower.isTime();
    }
  }

  /**
   * A field's text has a form.
   *
   * @param field dotted name
   * @param pattern see {@link Glob}
   */
  record Wildcard(String field, String pattern) implements Leaf {
    /**
     * Checks name and pattern.
     *
     * @throws IllegalArgumentException if it is no pattern; the message says why
     */
    public Wildcard {
      FieldName.check(field);
      Glob.of(pattern);
    }
  }

  /**
   * A field holds an address of a network.
   *
   * @param field dotted name
   * @param network the network
   */
  record Cidr(String field, Network network) implements Leaf {
    /** Checks the name. */
    public Cidr {
      FieldName.check(field);
    }
  }

  /** Names of event fields. */
  final class FieldName {

    private static final Pattern FIELD = Pattern.compile("[A-Za-z_@][A-Za-z0-9_@.-]{0,127}");

    private FieldName() {}

    /** Whether a text may name an event field. */
    public static boolean isValid(String name) {
      return FIELD.matcher(name).matches();
    }

    private static void check(String name) {
      if (!isValid(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' is not the dotted name of an event field, such as source.ip");
      }
    }
  }
}

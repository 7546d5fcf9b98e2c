package dev.tidemark.ingest.filter;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a job asks of an event. A field with several values fits if one of them does. */
public sealed interface Condition {

  /** Fits every event. */
  Condition ANY = new All(List.of());

  /** Names of the fields it looks at. */
  Stream<String> fields();

  /**
   * Makes it fast.
   *
   * @param table has all {@link #fields()}
   */
  Predicate<EcsEvent> compile(FieldTable table);

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

    @Override
    public Predicate<EcsEvent> compile(FieldTable table) {
      return parts.stream()
          .map(part -> part.compile(table))
          .reduce(Predicate::and)
          .orElse(event -> true);
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

    @Override
    public Predicate<EcsEvent> compile(FieldTable table) {
      return parts.stream()
          .map(part -> part.compile(table))
          .reduce(Predicate::or)
          .orElse(event -> false);
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

    @Override
    public Predicate<EcsEvent> compile(FieldTable table) {
      return part.compile(table).negate();
    }
  }

  /**
   * A field has one of some values.
   *
   * @param field dotted name
   * @param values compared as exact text, numbers in their JSON form
   */
  record Terms(String field, Set<String> values) implements Condition {

    /** Copies the values. */
    public Terms {
      values = Set.copyOf(values);
    }

    @Override
    public Stream<String> fields() {
      return Stream.of(field);
    }

    @Override
    public Predicate<EcsEvent> compile(FieldTable table) {
      int slot = table.slot(field);
      Set<String> wanted = values;
      return event -> {
        int count = event.count(slot);
        for (int i = 0; i < count; i++) {
          if (wanted.contains(event.value(slot, i))) {
            return true;
          }
        }
        return false;
      };
    }
  }

  /**
   * A field has a value.
   *
   * @param field dotted name
   */
  record Exists(String field) implements Condition {

    @Override
    public Stream<String> fields() {
      return Stream.of(field);
    }

    @Override
    public Predicate<EcsEvent> compile(FieldTable table) {
      int slot = table.slot(field);
      return event -> event.count(slot) > 0;
    }
  }
}

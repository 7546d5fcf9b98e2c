package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.FieldTable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives slots while mappings are made: a source's field is read only if a job needs its ECS name.
 */
final class Slots {

  /** Slot of a field that nobody needs. */
  static final int NONE = -1;

  /** Set by every mapping, because folding always looks at them. */
  private static final Set<String> ALWAYS =
      Set.of("source.ip", "destination.ip", "source.bytes", "destination.bytes");

  /** What a field that is made of others is made of. */
  private static final Map<String, List<String>> PARTS =
      Map.of(
          "network.packets",
          List.of("source.packets", "destination.packets"),
          "network.community_id",
          List.of("source.port", "destination.port"));

  private final FieldTable.Builder table = new FieldTable.Builder();
  private final Set<String> wanted = new LinkedHashSet<>(ALWAYS);

  /** Slots of the fields that jobs need. */
  Slots(Collection<String> fields) {
    wanted.addAll(fields);
    fields.forEach(field -> wanted.addAll(PARTS.getOrDefault(field, List.of())));
    wanted.forEach(table::slot);
  }

  boolean wants(String target) {
    return wanted.contains(target);
  }

  boolean wantsAny(String... targets) {
    for (String target : targets) {
      if (wants(target)) {
        return true;
      }
    }
    return false;
  }

  /** The slot of an ECS field, or {@link #NONE}. */
  int target(String field) {
    return wants(field) ? table.slot(field) : NONE;
  }

  /** The slot of a source's own field, which is read from now on. */
  int raw(String field) {
    return table.slot(field);
  }

  FieldTable build() {
    return table.build();
  }
}

package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that say what kind of event it is. */
final class Labels {

  private final int kind;
  private final int category;
  private final int type;
  private final int module;
  private final int dataset;

  Labels(Slots slots) {
    kind = slots.target("event.kind");
    category = slots.target("event.category");
    type = slots.target("event.type");
    module = slots.target("event.module");
    dataset = slots.target("event.dataset");
  }

  /** What all events of a source have. */
  void source(EcsEvent event, String itsModule, String itsDataset) {
    put(event, module, itsModule);
    put(event, dataset, itsDataset);
  }

  /** A network event. */
  void network(EcsEvent event) {
    put(event, kind, "event");
    put(event, category, "network");
  }

  void kind(EcsEvent event, String value) {
    put(event, kind, value);
  }

  void alsoCategory(EcsEvent event, String value) {
    if (category != Slots.NONE) {
      event.add(category, value);
    }
  }

  /** Whether a job looks at the type, so that finding it out is worth it. */
  boolean wantsType() {
    return type != Slots.NONE;
  }

  void types(EcsEvent event, List<String> values) {
    if (type != Slots.NONE && !values.isEmpty()) {
      event.set(type, values.getFirst());
      for (int i = 1; i < values.size(); i++) {
        event.add(type, values.get(i));
      }
    }
  }

  void alsoType(EcsEvent event, String value) {
    if (type != Slots.NONE) {
      event.add(type, value);
    }
  }

  /** Sets a field that is needed, to a value that is known. */
  static void put(EcsEvent event, int slot, @Nullable String value) {
    if (slot != Slots.NONE && value != null) {
      event.set(slot, value);
    }
  }
}

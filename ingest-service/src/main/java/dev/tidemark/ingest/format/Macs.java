package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import java.util.Locale;

/** Hardware addresses as ECS writes them: upper case, with hyphens (RFC 7042). */
final class Macs {

  private static final int LENGTH = 17;

  private Macs() {}

  static void normalise(EcsEvent event, int slot) {
    if (slot == Slots.NONE) {
      return;
    }
    String first = event.value(slot);
    if (first == null) {
      return;
    }
    int count = event.count(slot);
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      values[i] = normal(event.value(slot, i));
    }
    event.set(slot, values[0]);
    for (int i = 1; i < count; i++) {
      event.add(slot, values[i]);
    }
  }

  private static String normal(String text) {
    return text.length() == LENGTH && text.charAt(2) == ':'
        ? text.replace(':', '-').toUpperCase(Locale.ROOT)
        : text;
  }
}

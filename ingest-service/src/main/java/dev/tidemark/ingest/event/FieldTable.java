package dev.tidemark.ingest.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The event fields that somebody needs, each with a slot. Everything else in a document is skipped.
 * A field is found whether it is written nested ({@code {"source":{"ip":..}}}), dotted ({@code
 * {"source.ip":..}}) or mixed.
 */
public final class FieldTable {

  /** Name of the event's time. */
  public static final String TIMESTAMP = "@timestamp";

  /** Slot of {@link #TIMESTAMP}, in every table. */
  public static final int TIMESTAMP_SLOT = 0;

  /** Slot of {@code network.bytes}, in every table. */
  public static final int BYTES_SLOT = 1;

  /** Slot of {@code source.ip}, in every table. */
  public static final int SOURCE_SLOT = 2;

  /** Slot of {@code destination.ip}, in every table. */
  public static final int DESTINATION_SLOT = 3;

  /** Slot of {@code source.bytes}, in every table. */
  public static final int SOURCE_BYTES_SLOT = 4;

  /** Slot of {@code destination.bytes}, in every table. */
  public static final int DESTINATION_BYTES_SLOT = 5;

  private static final List<String> ALWAYS =
      List.of(
          TIMESTAMP,
          "network.bytes",
          "source.ip",
          "destination.ip",
          "source.bytes",
          "destination.bytes");

  private final Map<String, Integer> slots = new LinkedHashMap<>();
  private final Node root;

  private FieldTable(Collection<String> fields) {
    fields.forEach(field -> slots.put(field, slots.size()));
    root = node("");
  }

  /** A table of these dotted names and those that are always needed. */
  public static FieldTable of(Collection<String> fields) {
    Set<String> all = new LinkedHashSet<>(ALWAYS);
    all.addAll(fields);
    return new FieldTable(all);
  }

  /**
   * The slot of a field.
   *
   * @throws IllegalArgumentException if the table was made without it
   */
  public int slot(String field) {
    Integer slot = slots.get(field);
    if (slot == null) {
      throw new IllegalArgumentException("field '" + field + "' is not in the table");
    }
    return slot;
  }

  /** The names of all fields, by slot. */
  public List<String> names() {
    return List.copyOf(slots.keySet());
  }

  /** Number of slots. */
  public int size() {
    return slots.size();
  }

  Node root() {
    return root;
  }

  /** The node of a path such as "source."; its keys are all beginnings of what may follow. */
  private Node node(String prefix) {
    Set<String> keys = new LinkedHashSet<>();
    for (String field : slots.keySet()) {
      if (field.startsWith(prefix)) {
        keys.addAll(beginnings(field.substring(prefix.length())));
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (String key : keys) {
      Node child = node(prefix + key + ".");
      int slot = slots.getOrDefault(prefix + key, Node.NO_SLOT);
      entries.add(new Entry(key.getBytes(StandardCharsets.UTF_8), child.withSlot(slot)));
    }
    return new Node(Node.NO_SLOT, Node.table(entries));
  }

  /** "a.b.c" begins with "a", "a.b" and "a.b.c". */
  private static List<String> beginnings(String path) {
    List<String> found = new ArrayList<>();
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      found.add(path.substring(0, dot));
    }
    found.add(path);
    return found;
  }

  private static final class Entry {
    private final byte[] key;
    private final Node node;

    private Entry(byte[] key, Node node) {
      this.key = key;
      this.node = node;
    }
  }

  /** A place in a document: which fields lie at it and below it. */
  static final class Node {

    static final int NO_SLOT = -1;

    private final int slot;
    private final @Nullable Entry[] table;

    private Node(int slot, @Nullable Entry[] table) {
      this.slot = slot;
      this.table = table;
    }

    private Node withSlot(int newSlot) {
      return new Node(newSlot, table);
    }

    int slot() {
      return slot;
    }

    /** The place that a key leads to; null when nobody needs anything there. */
    @Nullable Node child(byte[] buffer, int from, int to) {
      int mask = table.length - 1;
      for (int i = hash(buffer, from, to) & mask; ; i = (i + 1) & mask) {
        Entry entry = table[i];
        if (entry == null) {
          return null;
        }
        if (Arrays.equals(entry.key, 0, entry.key.length, buffer, from, to)) {
          return entry.node;
        }
      }
    }

    /** Open addressing, at most a quarter full, so that a miss ends at once. */
    private static @Nullable Entry[] table(List<Entry> entries) {
      @Nullable Entry[] table = new Entry[Integer.highestOneBit(entries.size() * 4 + 1) * 2];
      for (Entry entry : entries) {
        int i = hash(entry.key, 0, entry.key.length) & (table.length - 1);
        while (table[i] != null) {
          i = (i + 1) & (table.length - 1);
        }
        table[i] = entry;
      }
      return table;
    }

    /** Length and three bytes tell ECS names apart well enough; a clash costs one comparison. */
    private static int hash(byte[] bytes, int from, int to) {
      int length = to - from;
      if (length == 0) {
        return 0;
      }
      int hash = length * 31 + bytes[from];
      hash = hash * 31 + bytes[from + length / 2];
      hash = hash * 31 + bytes[to - 1];
      return hash ^ (hash >>> 7);
    }
  }
}

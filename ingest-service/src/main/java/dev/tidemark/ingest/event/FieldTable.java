package dev.tidemark.ingest.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    root = node("", slots.keySet());
  }

  /** A table of these dotted names and those that are always needed. */
  public static FieldTable of(Collection<String> fields) {
    Builder builder = new Builder();
    fields.forEach(builder::slot);
    return builder.build();
  }

  /** A table in the making: who needs a field asks for its slot. */
  public static final class Builder {

    private final Map<String, Integer> slots = new LinkedHashMap<>();

    /** A table of the fields that are always needed. */
    public Builder() {
      ALWAYS.forEach(this::slot);
    }

    /** The slot of a field, which is a new one if nobody asked for it before. */
    public int slot(String field) {
      Integer next = slots.size();
      Integer known = slots.putIfAbsent(field, next);
      return known == null ? next : known;
    }

    /** The table. */
    public FieldTable build() {
      return new FieldTable(slots.keySet());
    }
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

  /** Whether it has a field. */
  public boolean has(String field) {
    return slots.containsKey(field);
  }

  /** Number of slots. */
  public int size() {
    return slots.size();
  }

  Node root() {
    return root;
  }

  /**
   * The node of a path such as "source."; its keys are all beginnings of what may follow.
   *
   * @param within the fields whose names begin with it
   */
  private Node node(String prefix, Collection<String> within) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (String field : within) {
      for (String key : beginnings(field.substring(prefix.length()))) {
        keys.computeIfAbsent(key, made -> new ArrayList<>()).add(field);
      }
    }
    List<Entry> entries = new ArrayList<>();
    keys.forEach(
        (key, fields) -> {
          String path = prefix + key;
          fields.remove(path);
          Node child = node(path + ".", fields);
          int slot = slots.getOrDefault(path, Node.NO_SLOT);
          entries.add(new Entry(key.getBytes(StandardCharsets.UTF_8), child.withSlot(slot)));
        });
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

  /** A key, with its first and last eight bytes as words: up to 16 bytes, they are all of it. */
  private static final class Entry {
    private final byte[] key;
    private final long head;
    private final long tail;
    private final Node node;

    private Entry(byte[] key, Node node) {
      this.key = key;
      this.node = node;
      head = Words.at(key, 0, key.length);
      tail = tail(key, 0, key.length);
    }

    private boolean is(byte[] buffer, int from, int length, long itsHead, long itsTail) {
      return itsHead == head
          && itsTail == tail
          && length == key.length
          && (length <= 2 * Words.BYTES
              || Arrays.equals(key, 0, length, buffer, from, from + length));
    }
  }

  private static long tail(byte[] bytes, int from, int to) {
    return to - from <= Words.BYTES ? 0 : Words.at(bytes, to - Words.BYTES);
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
      int length = to - from;
      long head = Words.at(buffer, from, length);
      long tail = tail(buffer, from, to);
      int mask = table.length - 1;
      for (int i = hash(head, tail, length) & mask; ; i = (i + 1) & mask) {
        Entry entry = table[i];
        if (entry == null) {
          return null;
        }
        if (entry.is(buffer, from, length, head, tail)) {
          return entry.node;
        }
      }
    }

    /** Open addressing, at most a quarter full, so that a miss ends at once. */
    private static @Nullable Entry[] table(List<Entry> entries) {
      @Nullable Entry[] table = new Entry[Integer.highestOneBit(entries.size() * 4 + 1) * 2];
      for (Entry entry : entries) {
        int i = hash(entry.head, entry.tail, entry.key.length) & (table.length - 1);
        while (table[i] != null) {
          i = (i + 1) & (table.length - 1);
        }
        table[i] = entry;
      }
      return table;
    }

    private static int hash(long head, long tail, int length) {
      long mixed = (head ^ (tail * 31) ^ length) * 0x9e3779b97f4a7c15L;
      return (int) (mixed >>> 40);
    }
  }
}

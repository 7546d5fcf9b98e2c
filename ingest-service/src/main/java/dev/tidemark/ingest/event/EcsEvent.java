package dev.tidemark.ingest.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The needed fields of one event, by the slots of a {@link FieldTable}. Reused from event to event,
 * because an object an event is what this service can least afford. A field may have several
 * values; numbers and booleans are kept in their JSON form.
 */
public final class EcsEvent {

  /**
   * Values of a field that are looked at; a hostile array must not cost the square of its length.
   */
  public static final int MAX_VALUES = 256;

  private final @Nullable String[] first;
  private final @Nullable List<String>[] more;
  private final int[] filled;
  private int fillings;
  private boolean anyMore;
  private long timeMillis;

  /** An event without values, for the slots of a table. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
  public EcsEvent(FieldTable fields) {
    first = new String[fields.size()];
    more = new List[fields.size()];
    filled = new int[fields.size()];
  }

  /** When it happened, milliseconds since the epoch. */
  public long timeMillis() {
    return timeMillis;
  }

  /** Sets the time, milliseconds since the epoch. */
  public void at(long millis) {
    timeMillis = millis;
  }

  /** The first value of a field; null when it has none. */
  public @Nullable String value(int slot) {
    return first[slot];
  }

  /** Number of values of a field. */
  public int count(int slot) {
    if (first[slot] == null) {
      return 0;
    }
    List<String> others = more[slot];
    return others == null ? 1 : 1 + others.size();
  }

  /**
   * One value of a field.
   *
   * @param index 0 to {@code count(slot) - 1}
   */
  public String value(int slot, int index) {
    String value = first[slot];
    List<String> others = more[slot];
    if (index > 0 && others != null) {
      return others.get(index - 1);
    }
    if (value == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return value;
  }

  /** Adds a value to a field; beyond {@link #MAX_VALUES} it is not kept. */
  public void add(int slot, String value) {
    if (first[slot] == null) {
      first[slot] = value;
      filled[fillings++] = slot;
      return;
    }
    List<String> others = more[slot];
    if (others == null) {
      others = new ArrayList<>();
      more[slot] = others;
      anyMore = true;
    }
    if (others.size() < MAX_VALUES - 1) {
      others.add(value);
    }
  }

  /** Gives a field one value, whatever it had. */
  public void set(int slot, String value) {
    if (first[slot] == null) {
      filled[fillings++] = slot;
    } else {
      more[slot] = null;
    }
    first[slot] = value;
  }

  /** Gives a field all values of another one, if that has any. */
  public void copy(int from, int to) {
    String value = first[from];
    if (value != null) {
      set(to, value);
      List<String> others = more[from];
      if (others != null) {
        more[to] = new ArrayList<>(others);
      }
    }
  }

  /** Forgets all values; costs what was filled, however many slots there are. */
  public void clear() {
    for (int i = 0; i < fillings; i++) {
      first[filled[i]] = null;
    }
    fillings = 0;
    if (anyMore) {
      Arrays.fill(more, null);
      anyMore = false;
    }
  }
}

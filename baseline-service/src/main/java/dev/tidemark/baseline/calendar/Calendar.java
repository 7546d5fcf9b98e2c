package dev.tidemark.baseline.calendar;

import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.SeriesKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job's scheduled events, ready to be asked about buckets. A bucket that overlaps an event at all
 * is under it. Answers depend on the events alone. Used by one thread at a time.
 */
public final class Calendar {

  /** Without events. */
  public static final Calendar EMPTY = new Calendar(List.of());

  private final List<Entry> entries;

  private Calendar(List<Entry> entries) {
    this.entries = entries;
  }

  /** An event with what has been worked out of its rule; null: it occurs once. */
  private record Entry(ScheduledEvent event, @Nullable Occurrences occurrences) {

    static Entry of(ScheduledEvent event) {
      ScheduledEvent.Recurrence recurrence = event.recurrence();
      return new Entry(event, recurrence == null ? null : Occurrences.of(recurrence, event.from()));
    }

    boolean overlaps(long startS, long endS) {
      long from = event.from().getEpochSecond();
      long to = event.to().getEpochSecond();
      return occurrences == null
          ? from < endS && to > startS
          : occurrences.anyBetween(startS - (to - from), endS);
    }
  }

  /**
   * A calendar of events.
   *
   * @throws InvalidDefinition pointing into the event whose rule cannot be
   */
  public static Calendar of(List<ScheduledEvent> events) {
    return events.isEmpty() ? EMPTY : new Calendar(events.stream().map(Entry::of).toList());
  }

  /**
   * The name of the event that the whole job is under; the first in the calendar's order.
   *
   * @param startS start of the bucket, epoch seconds
   * @param endS its exclusive end
   * @return null: none
   */
  public @Nullable String over(long startS, long endS) {
    for (Entry entry : entries) {
      if (entry.event().series() == null && entry.overlaps(startS, endS)) {
        return entry.event().name();
      }
    }
    return null;
  }

  /** As {@link #over(long, long)}, and events of one series too. */
  public @Nullable String over(long startS, long endS, SeriesKey series) {
    for (Entry entry : entries) {
      SeriesKey only = entry.event().series();
      if ((only == null || only.equals(series)) && entry.overlaps(startS, endS)) {
        return entry.event().name();
      }
    }
    return null;
  }
}

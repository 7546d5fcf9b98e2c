package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;

/** Sets when an event was: its time is its end. */
final class FlowTimes {

  private final int timestamp;
  private final int start;
  private final int end;
  private final int duration;

  FlowTimes(Slots slots) {
    timestamp = slots.wants(FieldTable.TIMESTAMP) ? FieldTable.TIMESTAMP_SLOT : Slots.NONE;
    start = slots.target("event.start");
    end = slots.target("event.end");
    duration = slots.target("event.duration");
  }

  static boolean wantsStart(Slots slots) {
    return slots.wantsAny("event.start", "event.duration");
  }

  /** An event of one moment. */
  void at(EcsEvent event, long nanos) {
    event.at(Times.millis(nanos));
    if (timestamp != Slots.NONE) {
      event.set(timestamp, Times.text(nanos));
    }
  }

  /**
   * An event that lasted, and is told at its end.
   *
   * @param from nanoseconds since the epoch, or not known
   * @param to nanoseconds since the epoch
   */
  void between(EcsEvent event, long from, long to) {
    at(event, to);
    lasted(event, from, to);
  }

  /** When an event began and ended; its time is set apart. */
  void lasted(EcsEvent event, long from, long to) {
    if (end != Slots.NONE) {
      event.set(end, Times.text(to));
    }
    if (!TimeFields.isKnown(from)) {
      return;
    }
    if (start != Slots.NONE) {
      event.set(start, Times.text(from));
    }
    if (duration != Slots.NONE && from <= to) {
      event.set(duration, Long.toString(to - from));
    }
  }
}

package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.event.Verdict.Fault;

/** Fields that may hold one moment, the best first. */
final class TimeFields {

  /** No field holds anything. */
  static final long ABSENT = Long.MIN_VALUE + 1;

  private final String[] names;
  private final int[] slots;
  private final boolean zeroIsNone;

  /**
   * Fields to look at.
   *
   * @param zeroIsNone whether the source writes zero when it does not know
   */
  TimeFields(Slots slots, boolean zeroIsNone, String... names) {
    this.names = names;
    this.zeroIsNone = zeroIsNone;
    this.slots = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      this.slots[i] = slots.raw(names[i]);
    }
  }

  /** The moment in nanoseconds since the epoch, {@link #ABSENT} or {@link Times#INVALID}. */
  long nanos(EcsEvent event) {
    for (int slot : slots) {
      String text = event.value(slot);
      if (text != null && !(zeroIsNone && isZero(text))) {
        return Times.moment(text);
      }
    }
    return ABSENT;
  }

  private static boolean isZero(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '1' && c <= '9') {
        return false;
      }
    }
    return true;
  }

  /** What is wrong when {@link #nanos} knows no moment. */
  Verdict fault(EcsEvent event) {
    for (int i = 0; i < slots.length; i++) {
      String text = event.value(slots[i]);
      if (text != null && !(zeroIsNone && isZero(text))) {
        return Fault.notATime(names[i], text);
      }
    }
    return new Fault(
        names[0],
        RejectReason.MISSING_TIMESTAMP,
        "the event has no time: none of " + String.join(", ", names));
  }

  static boolean isKnown(long nanos) {
    return nanos > ABSENT;
  }
}

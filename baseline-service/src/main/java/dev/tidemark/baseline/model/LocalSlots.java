package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Where a bucket lies in the local day and week. Profiles have at most 96 slots a day and 672 a
 * week at any span: shorter buckets share a slot. A clock change moves buckets, not slots.
 */
final class LocalSlots {

  static final int HOURS = 24;
  private static final int DAY_S = 86_400;
  private static final int SHORTEST_SLOT_S = 900;
  private static final int DAYS = 7;
  // 1970-01-01 was a Thursday; weeks are counted from Monday.
  private static final int EPOCH_WEEKDAY = 3;

  private final ZoneRules rules;
  private final int slotsPerDay;
  private final double bucketsPerSlot;
  // The offset in force, cached: looking it up for each bucket costs more than the model does.
  private int offsetS;
  private long offsetFromS = Long.MAX_VALUE;
  private long offsetUntilS = Long.MIN_VALUE;

  LocalSlots(BucketSpan span, ZoneId zone) {
    this.rules = zone.getRules();
    this.slotsPerDay = slotsPerDay(span);
    this.bucketsPerSlot = (double) DAY_S / slotsPerDay / span.seconds();
  }

  /** Slots of the daily profile: 1 to 96. */
  static int slotsPerDay(BucketSpan span) {
    return (int) (DAY_S / Math.max(SHORTEST_SLOT_S, span.seconds()));
  }

  /** Slots of the weekly profile: 7 to 672. */
  static int slotsPerWeek(BucketSpan span) {
    return DAYS * slotsPerDay(span);
  }

  /** How many buckets fall into a slot of one day, at least 1. */
  double bucketsPerSlot() {
    return bucketsPerSlot;
  }

  int daily(long bucketStartS) {
    return (int) (Math.floorMod(local(bucketStartS), (long) DAY_S) * slotsPerDay / DAY_S);
  }

  int weekly(long bucketStartS) {
    int weekday =
        (int)
            Math.floorMod(
                Math.floorDiv(local(bucketStartS), (long) DAY_S) + EPOCH_WEEKDAY, (long) DAYS);
    return weekday * slotsPerDay + daily(bucketStartS);
  }

  int hour(long bucketStartS) {
    return (int) (Math.floorMod(local(bucketStartS), (long) DAY_S) * HOURS / DAY_S);
  }

  private long local(long epochS) {
    if (epochS < offsetFromS || epochS >= offsetUntilS) {
      lookUp(epochS);
    }
    return epochS + offsetS;
  }

  private void lookUp(long epochS) {
    Instant instant = Instant.ofEpochSecond(epochS);
    ZoneOffset offset = rules.getOffset(instant);
    ZoneOffsetTransition next = rules.nextTransition(instant);
    offsetS = offset.getTotalSeconds();
    offsetFromS = epochS;
    offsetUntilS = next == null ? Long.MAX_VALUE : next.toEpochSecond();
  }
}

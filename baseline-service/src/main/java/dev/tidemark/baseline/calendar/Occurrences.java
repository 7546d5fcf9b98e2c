package dev.tidemark.baseline.calendar;

import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.baseline.definition.ScheduledEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.LongStream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * The starts of a recurring event. The rule is expanded in local wall time and each start then gets
 * the offset that RFC 5545 gives it: the earlier one where a local time comes twice, the one of
 * before the gap where it does not come. Starts of about a month are kept, so that the rule is not
 * walked for every bucket; what is kept never changes an answer. Used by one thread at a time.
 */
final class Occurrences {

  /** Not more often, so that a stretch of them is small however it is asked for. */
  private static final Set<Freq> FREQUENCIES =
      Set.of(Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY, Freq.YEARLY);

  // The library never ends with the largest ones: its arithmetic overflows.
  private static final int MOST_INTERVAL = 1_000;

  private static final long KEPT_S = Duration.ofDays(32).toSeconds();

  /** More than any time zone's offset differs within one zone. */
  private static final long SLACK_S = Duration.ofDays(1).toSeconds();

  private final RecurrenceRule rule;
  private final ZoneId zone;
  private final DateTime first;

  /** Starts within {@code [keptFrom, keptTo)}, in their order; all in epoch seconds. */
  private long[] kept = {};

  private long keptFrom;
  private long keptTo;

  private Occurrences(RecurrenceRule rule, ZoneId zone, DateTime first) {
    this.rule = rule;
    this.zone = zone;
    this.first = first;
  }

  /**
   * Reads a rule.
   *
   * @throws InvalidDefinition at {@code /rrule} or {@code /from} if the rule cannot be read, is not
   *     one that is taken, never occurs, or does not begin at {@code from}
   */
  static Occurrences of(ScheduledEvent.Recurrence recurrence, Instant from) {
    try {
      RecurrenceRule rule = rule(recurrence);
      DateTime first = wall(from, recurrence.zone());
      RecurrenceRuleIterator starts = rule.iterator(first);
      requireStart(starts, first, recurrence.zone());
      return new Occurrences(rule, recurrence.zone(), first);
    } catch (InvalidRecurrenceRuleException | IllegalArgumentException e) {
      if (e instanceof InvalidDefinition fault) {
        throw fault;
      }
      throw new InvalidDefinition(
          "/rrule",
          "'"
              + recurrence.rule()
              + "' is no rule of recurrence (RFC 5545) such as FREQ=WEEKLY;BYDAY=SU: "
              + e.getMessage());
    }
  }

  private static RecurrenceRule rule(ScheduledEvent.Recurrence recurrence)
      throws InvalidRecurrenceRuleException {
    RecurrenceRule rule =
        new RecurrenceRule(recurrence.rule(), RecurrenceRule.RfcMode.RFC5545_STRICT);
    if (!FREQUENCIES.contains(rule.getFreq())) {
      throw new InvalidDefinition(
          "/rrule", "FREQ=" + rule.getFreq() + " is none of DAILY, WEEKLY, MONTHLY, YEARLY");
    }
    if (rule.getInterval() > MOST_INTERVAL) {
      throw new InvalidDefinition(
          "/rrule", "INTERVAL=" + rule.getInterval() + " is more than " + MOST_INTERVAL);
    }
    // In no constant: the library's Part must not be initialised before its RecurrenceRule.
    if (rule.hasPart(RecurrenceRule.Part.BYMINUTE) || rule.hasPart(RecurrenceRule.Part.BYSECOND)) {
      throw new InvalidDefinition(
          "/rrule", "BYMINUTE and BYSECOND are not taken: from says minute and second");
    }
    DateTime until = rule.getUntil();
    if (until != null) {
      if (until.isAllDay() || until.isFloating()) {
        throw new InvalidDefinition(
            "/rrule", "UNTIL is no time in UTC, such as UNTIL=20261231T225959Z");
      }
      rule.setUntil(wall(Instant.ofEpochMilli(until.getTimestamp()), recurrence.zone()));
    }
    return rule;
  }

  private static void requireStart(RecurrenceRuleIterator starts, DateTime first, ZoneId zone) {
    long next = starts.hasNext() ? starts.nextMillis() : Long.MAX_VALUE;
    if (next == Long.MAX_VALUE) {
      throw new InvalidDefinition("/rrule", "the rule has no occurrence at from or later");
    }
    if (next != first.getTimestamp()) {
      throw new InvalidDefinition(
          "/from",
          "from is no occurrence of the rule; the first one after it is "
              + Instant.ofEpochSecond(instant(next, zone)));
    }
  }

  /** Whether one starts after one time and before another; epoch seconds. */
  boolean anyBetween(long afterS, long beforeS) {
    if (afterS < keptFrom || beforeS > keptTo) {
      keep(afterS, beforeS + KEPT_S);
    }
    int found = Arrays.binarySearch(kept, afterS + 1);
    int next = found < 0 ? -found - 1 : found;
    return next < kept.length && kept[next] < beforeS;
  }

  private void keep(long fromS, long toS) {
    LongStream.Builder starts = LongStream.builder();
    try {
      RecurrenceRuleIterator walls = rule.iterator(first);
      walls.fastForward((wallSecond(fromS) - SLACK_S) * 1_000);
      long end = (wallSecond(toS) + SLACK_S) * 1_000;
      while (walls.hasNext() && walls.peekMillis() < end) {
        starts.add(instant(walls.nextMillis(), zone));
      }
    } catch (IllegalArgumentException e) {
      // The library gives up on a rule that has not occurred for a thousand steps. That is longer
      // than what is kept: nothing more of it lies in here.
    }
    kept = starts.build().filter(start -> start >= fromS && start < toS).sorted().toArray();
    keptFrom = fromS;
    keptTo = toS;
  }

  private long wallSecond(long epochSecond) {
    return epochSecond
        + zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
  }

  /** Local wall time as if it were UTC: the rule knows no other zone. */
  private static DateTime wall(Instant instant, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    return new DateTime(DateTime.UTC, local.toInstant(ZoneOffset.UTC).toEpochMilli());
  }

  private static long instant(long wallMillis, ZoneId zone) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(Math.floorDiv(wallMillis, 1_000L), 0, ZoneOffset.UTC);
    return ZonedDateTime.ofLocal(local, zone, null).toEpochSecond();
  }
}

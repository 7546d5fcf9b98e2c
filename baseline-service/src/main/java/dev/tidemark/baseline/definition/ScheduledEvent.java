package dev.tidemark.baseline.definition;

import dev.tidemark.contract.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time during which nothing alerts and nothing is learned: maintenance, a backup, a fair.
 *
 * @param id its identity
 * @param name shown to people, 1 to 200 characters
 * @param from start of the first occurrence, a whole second
 * @param to exclusive end of the first occurrence, a whole second, at most 366 days later; each
 *     occurrence lasts exactly as long
 * @param recurrence when it occurs again; null: once
 * @param series the series it is about; null: the whole job
 */
public record ScheduledEvent(
    String id,
    String name,
    Instant from,
    Instant to,
    @Nullable Recurrence recurrence,
    @Nullable SeriesKey series) {

  /** Most events of a job: each of its commands carries all of them. */
  public static final int MOST = 100;

  /** Longest event. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private static final int MAX_NAME = 200;
  // Every command of the job carries all its events: together they must stay far below a record.
  private static final int MAX_TEXT = 1_000;
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");

  /**
   * When an event occurs again.
   *
   * @param rule RFC 5545, RRULE; read by {@code dev.tidemark.baseline.calendar}
   * @param zone the time zone in whose local time it occurs
   */
  public record Recurrence(String rule, ZoneId zone) {}

  /**
   * Checks everything but the rule.
   *
   * @throws InvalidDefinition pointing at the first fault
   */
  public ScheduledEvent {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new InvalidDefinition(
          "/name", "name has " + name.length() + " characters; it takes 1 to " + MAX_NAME);
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidDefinition("/name", "name has a control character");
    }
    if (recurrence != null) {
      checkText("/rrule", recurrence.rule());
    }
    if (series != null) {
      checkText("/series/partition_value", series.partitionValue());
      checkText("/series/by_value", series.byValue());
    }
    checkTime("/from", from);
    checkTime("/to", to);
    if (!to.isAfter(from)) {
      throw new InvalidDefinition("/to", "to " + to + " is not after from " + from);
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new InvalidDefinition("/to", "an event lasts at most 366 days; repeat it by rrule");
    }
  }

  private static void checkText(String pointer, String text) {
    if (text.length() > MAX_TEXT) {
      throw new InvalidDefinition(
          pointer, "it has " + text.length() + " characters; it takes at most " + MAX_TEXT);
    }
  }

  private static void checkTime(String pointer, Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new InvalidDefinition(pointer, time + " is before 1970 or after 8999");
    }
    if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
      throw new InvalidDefinition(pointer, time + " is not a whole second");
    }
  }
}

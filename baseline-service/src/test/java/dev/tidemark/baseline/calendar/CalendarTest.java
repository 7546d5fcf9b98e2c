package dev.tidemark.baseline.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.SeriesKey;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long SPAN = 900;

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T09:45:00Z,false",
    "2026-03-02T10:00:00Z,true",
    "2026-03-02T10:15:00Z,true",
    "2026-03-02T10:30:00Z,false"
  })
  void aBucketThatOverlapsAnEventAtAllIsUnderIt(Instant bucket, boolean under) {
    Calendar calendar = Calendar.of(List.of(once("2026-03-02T10:14:59Z", "2026-03-02T10:15:01Z")));
    assertThat(over(calendar, bucket)).isEqualTo(under ? "once" : null);
  }

  @Test
  void anEventOfOneSeriesIsNoneOfTheJobNorOfOthers() {
    // Given
    SeriesKey dns = new SeriesKey(0, "", "dns");
    Instant from = Instant.parse("2026-03-02T10:00:00Z");
    Calendar calendar =
        Calendar.of(
            List.of(new ScheduledEvent("1", "move", from, from.plusSeconds(SPAN), null, dns)));
    long start = from.getEpochSecond();
    // Then
    assertThat(calendar.over(start, start + SPAN)).isNull();
    assertThat(calendar.over(start, start + SPAN, dns)).isEqualTo("move");
    assertThat(calendar.over(start, start + SPAN, SeriesKey.of(0))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-27T02:00:00Z,false", // 03:00 of the day before the first
    "2026-03-28T02:00:00Z,true", // 03:00
    "2026-03-29T01:00:00Z,true", // clocks go forward: still 03:00
    "2026-03-29T02:00:00Z,false",
    "2026-03-30T01:00:00Z,true",
    "2026-10-25T02:00:00Z,true", // clocks go back: still 03:00
    "2026-10-25T01:00:00Z,false"
  })
  void aRecurringEventKeepsItsLocalTime(Instant bucket, boolean under) {
    Calendar calendar =
        Calendar.of(List.of(again("2026-03-28T02:00:00Z", Duration.ofHours(1), "FREQ=DAILY")));
    assertThat(over(calendar, bucket)).isEqualTo(under ? "again" : null);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29T01:30:00Z,true", // 02:30 does not come: the offset of before, so 03:30
    "2026-03-29T00:30:00Z,false",
    "2026-10-25T00:30:00Z,true", // 02:30 comes twice: the first one
    "2026-10-25T01:30:00Z,false"
  })
  void aLocalTimeThatDoesNotComeOrComesTwiceIsReadAsTheStandardSays(Instant bucket, boolean under) {
    Calendar calendar =
        Calendar.of(List.of(again("2026-03-01T01:30:00Z", Duration.ofMinutes(30), "FREQ=DAILY")));
    assertThat(over(calendar, bucket)).isEqualTo(under ? "again" : null);
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ=DAILY;COUNT=3,2026-03-30T01:00:00Z,2026-03-31T01:00:00Z",
    "FREQ=DAILY;UNTIL=20260330T010000Z,2026-03-30T01:00:00Z,2026-03-31T01:00:00Z",
    "FREQ=WEEKLY;BYDAY=SA;INTERVAL=2,2026-04-11T01:00:00Z,2026-04-04T01:00:00Z",
    "FREQ=MONTHLY;BYDAY=-1SA,2026-05-30T01:00:00Z,2026-05-23T01:00:00Z",
    "FREQ=DAILY;BYHOUR=3;BYMONTH=3,2027-03-01T02:00:00Z,2026-04-01T01:00:00Z"
  })
  void aRuleEndsAndSkipsAsItSays(String rule, Instant under, Instant free) {
    Calendar calendar =
        Calendar.of(List.of(again("2026-03-28T02:00:00Z", Duration.ofMinutes(30), rule)));
    assertThat(over(calendar, under)).isEqualTo("again");
    assertThat(over(calendar, free)).isNull();
    assertThat(over(calendar, under)).isEqualTo("again");
  }

  @Test
  void aRuleThatOccursEveryFourYearsIsFound() {
    Calendar calendar =
        Calendar.of(
            List.of(
                again(
                    "2024-02-29T11:00:00Z",
                    Duration.ofMinutes(30),
                    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29")));
    assertThat(over(calendar, Instant.parse("2028-02-29T11:15:00Z"))).isEqualTo("again");
    assertThat(over(calendar, Instant.parse("2026-02-28T11:15:00Z"))).isNull();
    assertThat(over(calendar, Instant.parse("2032-02-29T11:15:00Z"))).isEqualTo("again");
  }

  /** Checked against a walk over all days with java.time, in any order of questions. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void answersDoNotDependOnTheOrderOfQuestions(long seed) {
    // Given
    Random random = new Random(seed);
    LocalDate first = LocalDate.of(2026, 1, 5).plusDays(random.nextInt(300));
    LocalTime at = LocalTime.of(random.nextInt(24), random.nextInt(60));
    boolean weekly = random.nextBoolean();
    Duration length = Duration.ofMinutes(1 + random.nextInt(3_000));
    Instant from = first.atTime(at).atZone(BERLIN).toInstant();
    Calendar calendar =
        Calendar.of(List.of(again(from.toString(), length, weekly ? "FREQ=WEEKLY" : "FREQ=DAILY")));
    for (int i = 0; i < 2_000; i++) {
      // When
      Instant bucket = from.plusSeconds(SPAN * (random.nextInt(70_000) - 5_000));
      bucket = Instant.ofEpochSecond(Math.floorDiv(bucket.getEpochSecond(), SPAN) * SPAN);
      boolean under = over(calendar, bucket) != null;
      // Then
      assertThat(under)
          .as("seed %d, bucket %s", seed, bucket)
          .isEqualTo(walk(first, at, weekly ? first.getDayOfWeek() : null, length, bucket));
    }
  }

  private static boolean walk(
      LocalDate first, LocalTime at, @Nullable DayOfWeek only, Duration length, Instant bucket) {
    LocalDate day = bucket.atZone(BERLIN).toLocalDate().minusDays(length.toDays() + 2);
    for (int i = 0; i < length.toDays() + 4; i++) {
      LocalDate date = day.plusDays(i);
      if (!date.isBefore(first) && (only == null || date.getDayOfWeek() == only)) {
        Instant start = date.atTime(at).atZone(BERLIN).toInstant();
        if (start.isBefore(bucket.plusSeconds(SPAN)) && start.plus(length).isAfter(bucket)) {
          return true;
        }
      }
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=HOURLY|/rrule|none of DAILY",
        "FREQ=DAILY;BYMINUTE=1,2|/rrule|from says minute",
        "FREQ=SOMETIMES|/rrule|no rule of recurrence",
        "FREQ=DAILY;INTERVAL=2147483647|/rrule|is more than 1000",
        "every day|/rrule|no rule of recurrence",
        "FREQ=DAILY;COUNT=0|/rrule|no rule of recurrence",
        "FREQ=DAILY;UNTIL=20261231|/rrule|no time in UTC",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30|/rrule|no rule of recurrence",
        "FREQ=DAILY;UNTIL=20200101T000000Z|/rrule|no occurrence",
        "FREQ=WEEKLY;BYDAY=MO|/from|first one after it is 2026-03-30T01:00:00Z"
      })
  void aRuleThatCannotBeIsRefusedWithAPointer(String rule, String pointer, String detail) {
    List<ScheduledEvent> events =
        List.of(again("2026-03-28T02:00:00Z", Duration.ofMinutes(30), rule));
    assertThatThrownBy(() -> Calendar.of(events))
        .asInstanceOf(type(InvalidDefinition.class))
        .satisfies(
            fault -> {
              assertThat(fault.pointer()).isEqualTo(pointer);
              assertThat(fault.detail()).contains(detail);
            });
  }

  private static @Nullable String over(Calendar calendar, Instant bucket) {
    return calendar.over(bucket.getEpochSecond(), bucket.getEpochSecond() + SPAN);
  }

  private static ScheduledEvent once(String from, String to) {
    return new ScheduledEvent("1", "once", Instant.parse(from), Instant.parse(to), null, null);
  }

  private static ScheduledEvent again(String from, Duration length, String rule) {
    Instant start = Instant.parse(from);
    return new ScheduledEvent(
        "2", "again", start, start.plus(length), new ScheduledEvent.Recurrence(rule, BERLIN), null);
  }
}

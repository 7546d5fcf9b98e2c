package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.SeriesKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled event as REST shows it.
 *
 * @param id its identity
 * @param name shown to people
 * @param from start of its first occurrence
 * @param to exclusive end of its first occurrence; each lasts as long
 * @param rrule when it occurs again (RFC 5545); absent: once
 * @param timeZone in whose local time
 * @param series the series it is about; absent: the whole job
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ScheduledEventView(
    String id,
    String name,
    Instant from,
    Instant to,
    @Nullable String rrule,
    @Nullable String timeZone,
    @Nullable Series series) {

  /**
   * One series of a job.
   *
   * @param detector index of the detector
   * @param partitionValue empty when there is no such field
   * @param byValue empty when there is no such field
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Series(int detector, String partitionValue, String byValue) {}

  /**
   * The events of a job.
   *
   * @param scheduledEvents in the order in which they were made
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Events(List<ScheduledEventView> scheduledEvents) {
    /** Copies them. */
    public Events {
      scheduledEvents = List.copyOf(scheduledEvents);
    }
  }

  static ScheduledEventView of(ScheduledEvent event) {
    ScheduledEvent.Recurrence recurrence = event.recurrence();
    SeriesKey series = event.series();
    return new ScheduledEventView(
        event.id(),
        event.name(),
        event.from(),
        event.to(),
        recurrence == null ? null : recurrence.rule(),
        recurrence == null ? null : recurrence.zone().getId(),
        series == null
            ? null
            : new Series(series.detector(), series.partitionValue(), series.byValue()));
  }
}

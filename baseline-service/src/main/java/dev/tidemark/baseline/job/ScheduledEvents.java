package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.baseline.definition.DetectorDefinition;
import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.baseline.job.JobRepository.Change;
import dev.tidemark.baseline.ops.Refusal;
import dev.tidemark.contract.SeriesKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A job's calendar. It is a part of the job: a change of it is a revision, and reaches the shards
 * as any other change of the job does, at one place of the log.
 */
@ApplicationScoped
class ScheduledEvents {

  private final JobRepository repository;
  private final Clock clock;

  ScheduledEvents(JobRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /** Adds an event; INVALID_BODY points at what cannot be. */
  Uni<ScheduledEvent> add(String jobId, ObjectNode document, String actor) {
    String id = UUID.randomUUID().toString();
    return repository
        .change(
            jobId, (session, job) -> Uni.createFrom().item(() -> added(job, id, document, actor)))
        .map(job -> find(job, id));
  }

  private Change added(Job job, String id, ObjectNode document, String actor) {
    if (job.scheduledEvents().size() >= ScheduledEvent.MOST) {
      throw new Refusal(
          Refusal.Code.WRONG_STATE,
          "Job '"
              + job.id()
              + "' has "
              + ScheduledEvent.MOST
              + " scheduled events already; delete those that are over.");
    }
    try {
      ScheduledEvent event = ScheduledEventJson.read(id, document, job.definition().timeZone());
      // Reads the rule.
      Calendar.of(List.of(event));
      if (event.series() != null) {
        requireSeries(job, event.series());
      }
      List<ScheduledEvent> events = new ArrayList<>(job.scheduledEvents());
      events.add(event);
      return change(job, events, actor);
    } catch (InvalidDefinition fault) {
      throw Refusal.body(fault);
    }
  }

  private static void requireSeries(Job job, SeriesKey series) {
    List<DetectorDefinition> detectors = job.definition().detectors();
    if (series.detector() >= detectors.size()) {
      throw new InvalidDefinition(
          "/series/detector",
          "job '" + job.id() + "' has no detector " + series.detector() + "; the first one is 0");
    }
    DetectorDefinition detector = detectors.get(series.detector());
    requireValue("partition", detector.partitionField(), series.partitionValue());
    requireValue("by", detector.byField(), series.byValue());
  }

  private static void requireValue(String split, String field, String value) {
    if (field.isEmpty() && !value.isEmpty()) {
      throw new InvalidDefinition(
          "/series/" + split + "_value", "the detector has no " + split + "_field");
    }
  }

  /** Deletes an event; UNKNOWN_SCHEDULED_EVENT if there is none. */
  Uni<ScheduledEvent> delete(String jobId, String id, String actor) {
    return repository
        .get(jobId)
        .map(job -> find(job, id))
        .call(
            event ->
                repository.change(
                    jobId, (session, job) -> Uni.createFrom().item(() -> deleted(job, id, actor))));
  }

  private Change deleted(Job job, String id, String actor) {
    List<ScheduledEvent> events = new ArrayList<>(job.scheduledEvents());
    events.remove(find(job, id));
    return change(job, events, actor);
  }

  private Change change(Job job, List<ScheduledEvent> events, String actor) {
    Job changed = job.scheduled(events, clock.instant());
    return Change.to(changed, ShardCommands.change(changed, actor));
  }

  /** The event of a job with an id; UNKNOWN_SCHEDULED_EVENT if there is none. */
  static ScheduledEvent find(Job job, String id) {
    return job.scheduledEvents().stream()
        .filter(event -> event.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Code.UNKNOWN_SCHEDULED_EVENT,
                    "Job '" + job.id() + "' has no scheduled event '" + id + "'."));
  }
}

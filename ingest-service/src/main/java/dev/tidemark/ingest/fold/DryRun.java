package dev.tidemark.ingest.fold;

import dev.tidemark.ingest.event.BodyFormat;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.filter.Mismatch;
import dev.tidemark.ingest.fold.Explanation.Detector;
import dev.tidemark.ingest.fold.Explanation.Obstacle;
import dev.tidemark.ingest.format.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells how jobs see events, and counts none. For people, not for speed, but by the code that
 * counts. Not thread-safe.
 */
public final class DryRun {

  /** Fields worth seeing whether or not a job needs them. */
  private static final List<String> WELL_KNOWN =
      List.of(
          "source.ip",
          "destination.ip",
          "source.bytes",
          "destination.bytes",
          "network.bytes",
          "event.category",
          "event.kind",
          "event.dataset",
          "event.action",
          "source.port",
          "destination.port",
          "source.packets",
          "destination.packets",
          "network.packets",
          "network.transport",
          "network.protocol",
          "network.direction",
          "network.community_id",
          "flow.id",
          "flow.final",
          "host.name",
          "observer.name",
          "process.name",
          "destination.geo.country_name",
          "destination.as.organization.name");

  private final FoldPlan plan;
  private final boolean forSession;
  private final List<Looker> lookers;

  /** One job, ready to be asked. */
  private record Looker(JobSpec job, Mismatch filter, Mismatch liveness, JobFold fold) {}

  /**
   * A dry run.
   *
   * @param jobs in any phase
   * @param forSession whether the events are meant for the backfill of a job that is in one
   */
  public DryRun(List<JobSpec> jobs, boolean forSession) {
    plan = FoldPlan.looking(jobs, WELL_KNOWN);
    this.forSession = forSession;
    lookers = jobs.stream().map(job -> looker(job, plan.fields())).toList();
  }

  private static Looker looker(JobSpec job, FieldTable fields) {
    return new Looker(
        job,
        Mismatch.of(job.filter(), fields),
        Mismatch.of(job.liveness(), fields),
        new JobFold(job, fields, new FoldStatistics()));
  }

  /** How a body becomes events that can be looked at. */
  public BodyFormat body(Format format) {
    return plan.body(format);
  }

  /** The fields that are seen. */
  public FieldTable fields() {
    return plan.fields();
  }

  /** Number of jobs. */
  public int size() {
    return lookers.size();
  }

  /** All values that an event has in the fields that are seen, by name. */
  public Map<String, List<String>> values(EcsEvent event) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String name : plan.needed()) {
      int slot = plan.fields().slot(name);
      List<String> some = new ArrayList<>();
      for (int i = 0; i < event.count(slot); i++) {
        some.add(event.value(slot, i));
      }
      if (!some.isEmpty()) {
        values.put(name, some);
      }
    }
    return values;
  }

  /** How every job sees an event. */
  public List<Explanation> look(EcsEvent event) {
    return lookers.stream().map(looker -> look(looker, event)).toList();
  }

  private Explanation look(Looker looker, EcsEvent event) {
    JobSpec job = looker.job();
    long second = Math.floorDiv(event.timeMillis(), 1000L);
    String mismatch = looker.filter().words(event);
    List<Detector> detectors = mismatch.isEmpty() ? detectors(looker, event) : List.of();
    return new Explanation(
        job,
        mismatch,
        looker.liveness().words(event).isEmpty(),
        job.span().floor(second),
        detectors,
        obstacle(job, second, mismatch, detectors));
  }

  private static List<Detector> detectors(Looker looker, EcsEvent event) {
    SkipReason fault = looker.fold().fault(event);
    return looker.fold().detectors().stream()
        .map(detector -> fault == null ? detector.look(event) : detector.skipped(fault))
        .toList();
  }

  private @Nullable Obstacle obstacle(
      JobSpec job, long second, String mismatch, List<Detector> detectors) {
    Obstacle phase =
        switch (job.phase()) {
          case JobSpec.Closed closed -> Obstacle.JOB_CLOSED;
          case JobSpec.Backfilling backfilling -> forSession ? null : Obstacle.JOB_BACKFILLING;
          case JobSpec.Live live -> second < live.fromSecond() ? Obstacle.BEFORE_LIVE_FROM : null;
        };
    if (phase != null) {
      return phase;
    }
    if (!mismatch.isEmpty()) {
      return Obstacle.FILTER;
    }
    boolean counts = detectors.stream().anyMatch(detector -> detector.skip() == null);
    return counts ? null : Obstacle.SKIPPED;
  }
}

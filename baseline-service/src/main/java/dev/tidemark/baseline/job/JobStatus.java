package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.job.ShardTable.ShardState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Looks at a job's shards for people: their counters, and whether all is well. */
@ApplicationScoped
public class JobStatus {

  private final ShardTable shards;
  private final Clock clock;

  JobStatus(ShardTable shards, Clock clock) {
    this.shards = shards;
    this.clock = clock;
  }

  /**
   * What the shards of a job have counted.
   *
   * @param jobId the job
   * @param totals counters of all shards: sums, and the latest of times ({@code last_...})
   * @param closedUntil buckets that end here or before are judged in every shard; absent: none
   * @param shards one by one
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record StatisticsView(
      String jobId,
      @Schema(implementation = Object.class) JsonNode totals,
      @Nullable Instant closedUntil,
      List<ShardView> shards) {
    /** Copies the shards. */
    public StatisticsView {
      shards = List.copyOf(shards);
    }
  }

  /**
   * One shard.
   *
   * @param shard its number
   * @param partition the partition of tidemark.bucket-updates that it is on
   * @param mode closed, live or history
   * @param watermark event time before which no more events are expected
   * @param closedUntil buckets that end here or before are judged
   * @param trailingGaps gaps in a row that end there
   * @param feedPosition its last message on tidemark.anomalies
   * @param jobRevision revision of the job that it works with
   * @param statistics its counters
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ShardView(
      int shard,
      int partition,
      String mode,
      @Nullable Instant watermark,
      @Nullable Instant closedUntil,
      int trailingGaps,
      long feedPosition,
      long jobRevision,
      @Schema(implementation = Object.class) JsonNode statistics) {}

  /**
   * How a job is.
   *
   * @param jobId the job
   * @param state what the job does
   * @param status ok, degraded or failing: the worst of the reasons
   * @param closedUntil buckets that end here or before are judged in every shard; absent: none
   * @param reasons empty when ok
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record HealthView(
      String jobId,
      String state,
      String status,
      @Nullable Instant closedUntil,
      List<JobHealth.Reason> reasons) {
    /** Copies the reasons. */
    public HealthView {
      reasons = List.copyOf(reasons);
    }
  }

  Uni<StatisticsView> statistics(Job job) {
    return shards.of(job.uid()).map(states -> statistics(job, states));
  }

  Uni<HealthView> health(Job job) {
    return shards.of(job.uid()).map(states -> health(job, states));
  }

  private HealthView health(Job job, List<ShardState> states) {
    List<JobHealth.Reason> reasons = JobHealth.reasons(job, states, clock.instant());
    return new HealthView(
        job.id(),
        job.state().name().toLowerCase(Locale.ROOT),
        JobHealth.worst(reasons),
        closedUntil(states),
        reasons);
  }

  private static StatisticsView statistics(Job job, List<ShardState> states) {
    ObjectNode totals = JsonNodeFactory.instance.objectNode();
    states.forEach(state -> add(totals, state.statistics()));
    return new StatisticsView(
        job.id(), totals, closedUntil(states), states.stream().map(JobStatus::view).toList());
  }

  private static ShardView view(ShardState state) {
    return new ShardView(
        state.shard(),
        state.partition(),
        state.mode(),
        instant(Math.floorDiv(state.watermarkMillis(), 1_000L)),
        instant(state.closedUntilSecond()),
        state.trailingGaps(),
        state.feedPosition(),
        state.revision(),
        state.statistics());
  }

  /** Until when all shards are judged; null if one is not judged at all. */
  public static @Nullable Instant closedUntil(List<ShardState> states) {
    return states.stream()
        .map(ShardState::closedUntilSecond)
        .min(Long::compare)
        .map(JobStatus::instant)
        .orElse(null);
  }

  // A shard that never judged anything stands far in the past.
  private static @Nullable Instant instant(long second) {
    return second <= 0 ? null : Instant.ofEpochSecond(second);
  }

  /** Adds counters to others; of times, the latest is kept. */
  static void add(ObjectNode totals, JsonNode counters) {
    for (Map.Entry<String, JsonNode> counter : counters.properties()) {
      String name = counter.getKey();
      if (name.startsWith(ShardLateness.HOUR)) {
        // The hours of shards differ: their sum would say nothing.
        continue;
      }
      long before = totals.path(name).asLong();
      long value = counter.getValue().asLong();
      totals.put(name, name.startsWith("last_") ? Math.max(before, value) : before + value);
    }
  }
}

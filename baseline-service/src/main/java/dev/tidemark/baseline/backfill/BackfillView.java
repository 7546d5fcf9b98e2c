package dev.tidemark.baseline.backfill;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.job.ShardTable.ShardState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backfill as REST shows it.
 *
 * @param id the session
 * @param jobId its job
 * @param state running, failed (goes on with any further call), ending (shards follow), ended
 * @param reason why it failed
 * @param from start of its first bucket
 * @param openAlerts whether its records may open alerts, which never notify
 * @param advancedUntil until where the client said that everything has been sent
 * @param progress how far the shards are; absent before all of them have begun
 * @param createdAt when it began
 * @param lastActivityAt when the client was last heard of here
 * @param endedAt when the client ended it
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BackfillView(
    String id,
    String jobId,
    String state,
    @Nullable String reason,
    Instant from,
    boolean openAlerts,
    @Nullable Instant advancedUntil,
    @Nullable Progress progress,
    Instant createdAt,
    Instant lastActivityAt,
    @Nullable Instant endedAt) {

  /**
   * How far the shards are.
   *
   * @param closedUntil buckets that end here or before are judged in every shard
   * @param bucketsClosed buckets of time closed since {@code from}
   * @param eventsCounted events and counts that the job's shards have counted, all sessions
   *     together
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Progress(Instant closedUntil, long bucketsClosed, long eventsCounted) {}

  static BackfillView of(Job job, BackfillEntity entity, List<ShardState> shards) {
    return new BackfillView(
        entity.id.toString(),
        job.id(),
        state(job, entity, shards),
        entity.reason,
        entity.startsAt,
        entity.openAlerts,
        entity.advancedUntil,
        progress(job, entity, shards),
        entity.createdAt,
        entity.lastActivityAt,
        entity.endedAt);
  }

  private static String state(Job job, BackfillEntity entity, List<ShardState> shards) {
    Long end = entity.endRevision;
    if (!entity.state.equals(BackfillEntity.ENDING) || end == null) {
      return entity.state;
    }
    boolean followed =
        shards.size() == job.definition().shards()
            && shards.stream().allMatch(shard -> shard.revision() >= end);
    return followed ? BackfillEntity.ENDED : BackfillEntity.ENDING;
  }

  private static @Nullable Progress progress(
      Job job, BackfillEntity entity, List<ShardState> shards) {
    long from = entity.startsAt.getEpochSecond();
    if (shards.size() < job.definition().shards()) {
      return null;
    }
    long closed = shards.stream().mapToLong(ShardState::closedUntilSecond).min().orElse(from);
    long until = Math.max(from, closed);
    return new Progress(
        Instant.ofEpochSecond(until),
        (until - from) / job.definition().bucketSpan().seconds(),
        shards.stream().mapToLong(shard -> shard.statistics().path("events").asLong()).sum());
  }
}

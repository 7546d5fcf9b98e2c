package dev.tidemark.baseline.backfill;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Makes visible that a backfill was forgotten: after an hour without a call here and without an
 * update in its shards it is failed, with the reason. Any further call resumes it.
 */
@ApplicationScoped
public class IdleBackfills {

  static final Duration IDLE = Duration.ofHours(1);

  private static final String FAIL =
      """
      UPDATE backfill b SET state = 'failed', reason = $1
      WHERE state = 'running' AND last_activity_at < $2
        AND NOT EXISTS (
          SELECT 1 FROM shard s WHERE s.job_uid = b.job_uid
            AND coalesce((s.statistics ->> 'last_append_ms')::bigint, 0) >= $3)""";
  private static final String REASON =
      "nothing was sent for an hour; send on, advance or end it: any call resumes it";

  private final Pool pool;
  private final Clock clock;

  IdleBackfills(Pool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> failIdle() {
    return failIdleBefore(clock.instant().minus(IDLE))
        .onFailure()
        .invoke(
            failure -> Log.debugf("idle backfills not looked at reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithItem(0)
        .replaceWithVoid();
  }

  /** Fails those without activity since a time; returns how many. */
  Uni<Integer> failIdleBefore(Instant cutoff) {
    return pool.preparedQuery(FAIL)
        .execute(Tuple.of(REASON, cutoff.atOffset(ZoneOffset.UTC), cutoff.toEpochMilli()))
        .map(result -> result.rowCount());
  }
}

package dev.tidemark.baseline.backfill;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.job.JobProtos;
import dev.tidemark.baseline.job.JobRepository.Change;
import dev.tidemark.baseline.job.ShardCommands;
import dev.tidemark.proto.bucket.v1.AdvanceHistory;
import dev.tidemark.proto.bucket.v1.EndHistory;
import dev.tidemark.proto.bucket.v1.StartHistory;
import java.time.Instant;
import java.util.UUID;

/** What the shards are told of a backfill. */
final class BackfillCommands {

  private BackfillCommands() {}

  static Change start(Job job, BackfillEntity entity, String actor) {
    StartHistory start =
        StartHistory.newBuilder()
            .setJob(JobProtos.job(job))
            .setBackfillId(entity.id.toString())
            .setFromS(entity.startsAt.getEpochSecond())
            .setOpenAlerts(entity.openAlerts)
            .build();
    return Change.to(
        job, ShardCommands.toEveryShard(job, actor, command -> command.setStartHistory(start)));
  }

  static Change advance(Job job, UUID backfill, Instant until, String actor) {
    AdvanceHistory advance =
        AdvanceHistory.newBuilder()
            .setBackfillId(backfill.toString())
            .setUntilS(until.getEpochSecond())
            .build();
    return Change.tell(
        job, ShardCommands.toEveryShard(job, actor, command -> command.setAdvanceHistory(advance)));
  }

  static Change end(Job job, UUID backfill, String actor) {
    EndHistory end =
        EndHistory.newBuilder()
            .setJob(JobProtos.job(job))
            .setBackfillId(backfill.toString())
            .build();
    return Change.to(
        job, ShardCommands.toEveryShard(job, actor, command -> command.setEndHistory(end)));
  }
}

package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.outbox.OutboxMessage;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.ChangeJob;
import dev.tidemark.proto.bucket.v1.CloseShard;
import dev.tidemark.proto.bucket.v1.Command;
import dev.tidemark.proto.bucket.v1.DeleteShard;
import dev.tidemark.proto.bucket.v1.ExpectBuckets;
import dev.tidemark.proto.bucket.v1.OpenShard;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What has to be told when a job changes: one command a shard, in the place of the log they get.
 */
public final class ShardCommands {

  private ShardCommands() {}

  static List<OutboxMessage> open(Job job, String actor) {
    OpenShard open = OpenShard.newBuilder().setJob(JobProtos.job(job)).build();
    return toEveryShard(job, actor, command -> command.setOpen(open));
  }

  static List<OutboxMessage> change(Job job, String actor) {
    ChangeJob change = ChangeJob.newBuilder().setJob(JobProtos.job(job)).build();
    return toEveryShard(job, actor, command -> command.setChange(change));
  }

  static List<OutboxMessage> close(Job job, String actor) {
    CloseShard close = CloseShard.newBuilder().setJob(JobProtos.job(job)).build();
    return toEveryShard(job, actor, command -> command.setClose(close));
  }

  static List<OutboxMessage> delete(Job job, String actor) {
    return toEveryShard(job, actor, command -> command.setDelete(DeleteShard.getDefaultInstance()));
  }

  /** A command for every shard of a job. */
  public static List<OutboxMessage> toEveryShard(
      Job job, String actor, UnaryOperator<Command.Builder> content) {
    return IntStream.range(0, job.definition().shards())
        .mapToObj(shard -> toShard(job, shard, actor, content))
        .toList();
  }

  /** A command for the shard of one series. */
  static List<OutboxMessage> expect(Job job, ExpectBuckets expect, SeriesKey series, String actor) {
    int shard = series.shard(job.definition().shards());
    return List.of(toShard(job, shard, actor, command -> command.setExpect(expect)));
  }

  /** The job as it is now, for everybody who follows jobs. */
  static OutboxMessage snapshot(Job job) {
    return new OutboxMessage(Topics.JOBS, job.id(), JobProtos.job(job).toByteArray());
  }

  /** The job is gone. */
  static OutboxMessage tombstone(Job job) {
    return new OutboxMessage(Topics.JOBS, job.id(), null);
  }

  private static OutboxMessage toShard(
      Job job, int shard, String actor, UnaryOperator<Command.Builder> content) {
    String uid = job.uid().toString();
    Command.Builder command =
        Command.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setJobUid(uid)
            .setShard(shard)
            .setActor(actor);
    BucketRecord record = BucketRecord.newBuilder().setCommand(content.apply(command)).build();
    return new OutboxMessage(
        Topics.BUCKET_UPDATES, new ShardKey(uid, shard).canonical(), record.toByteArray());
  }
}

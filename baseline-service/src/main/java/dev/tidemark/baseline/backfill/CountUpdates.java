package dev.tidemark.baseline.backfill;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.outbox.OutboxMessage;
import dev.tidemark.contract.Measure;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.bucket.v1.Batch;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plain counts as the bucket updates that events would have become. */
final class CountUpdates {

  /** Buckets of one update: keeps it below a mebibyte whatever the series are called. */
  private static final int CHUNK = 1_000;

  private CountUpdates() {}

  /**
   * The updates of a body, in order; every shard is told which buckets were alive.
   *
   * @param key the client's idempotency key; null: none
   */
  static List<OutboxMessage> of(
      Job job, UUID backfill, List<CountLine> counts, @Nullable String key) {
    List<OutboxMessage> messages = new ArrayList<>();
    for (int shard = 0; shard < job.definition().shards(); shard++) {
      messages.addAll(toShard(job, backfill, shard, counts, key));
    }
    return messages;
  }

  private static List<OutboxMessage> toShard(
      Job job, UUID backfill, int shard, List<CountLine> counts, @Nullable String key) {
    int shards = job.definition().shards();
    List<OutboxMessage> messages = new ArrayList<>();
    for (int first = 0; first < counts.size(); first += CHUNK) {
      List<CountLine> chunk = counts.subList(first, Math.min(counts.size(), first + CHUNK));
      ShardUpdate.Builder update =
          ShardUpdate.newBuilder()
              .setJobUid(job.uid().toString())
              .setShard(shard)
              .setBackfillId(backfill.toString());
      TreeSet<Long> alive = new TreeSet<>();
      for (CountLine count : chunk) {
        alive.add(count.startSecond());
        if (count.series().shard(shards) == shard) {
          update.addBuckets(bucket(job, count));
        }
      }
      update.addAllAliveS(alive);
      if (key != null) {
        update.setBatch(Batch.newBuilder().setKey(key).setPart(messages.size()));
      }
      messages.add(message(update.build()));
    }
    return messages;
  }

  private static SeriesBucket bucket(Job job, CountLine count) {
    Measure measure =
        job.definition().detectors().get(count.series().detector()).function().measure();
    SeriesBucket.Builder bucket =
        SeriesBucket.newBuilder()
            .setDetector(count.series().detector())
            .setPartitionValue(count.series().partitionValue())
            .setByValue(count.series().byValue())
            .setStartS(count.startSecond());
    return switch (measure) {
      case EVENTS -> bucket.setCount(count.value()).build();
      case SUM -> bucket.setSum(count.value()).build();
      case MIN -> bucket.setLeast(count.value()).build();
      case MAX -> bucket.setGreatest(count.value()).build();
      case MEAN, DISTINCT ->
          throw new IllegalStateException("a value alone does not say what " + measure + " needs");
    };
  }

  private static OutboxMessage message(ShardUpdate update) {
    return new OutboxMessage(
        Topics.BUCKET_UPDATES,
        new ShardKey(update.getJobUid(), update.getShard()).canonical(),
        BucketRecord.newBuilder().setUpdate(update).build().toByteArray());
  }
}

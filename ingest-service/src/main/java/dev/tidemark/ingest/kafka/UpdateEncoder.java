package dev.tidemark.ingest.kafka;

import com.google.protobuf.ByteString;
import dev.tidemark.contract.FieldSummary;
import dev.tidemark.contract.Topics;
import dev.tidemark.ingest.fold.BucketAggregate;
import dev.tidemark.ingest.fold.BucketFolder;
import dev.tidemark.ingest.fold.BucketFolder.ShardFold;
import dev.tidemark.ingest.fold.SeriesBucketKey;
import dev.tidemark.ingest.fold.ShardTarget;
import dev.tidemark.ingest.fold.UpdateGroup;
import dev.tidemark.ingest.fold.UpdateGroup.KeyedBatch;
import dev.tidemark.proto.bucket.v1.Batch;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.InfluencerValues;
import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes folds as records of topic {@code tidemark.bucket-updates}: one a shard, more when it would
 * grow beyond what a broker takes. The same fold always gives the same records, so the parts of a
 * batch that is sent again are the same parts.
 */
final class UpdateEncoder {

  /** Size at which a record ends; a broker refuses 1 MiB. */
  static final int MAX_RECORD_BYTES = 900_000;

  private static final int MAX_BUCKET_BYTES = 400_000;

  private final int partitions;

  UpdateEncoder(int partitions) {
    this.partitions = partitions;
  }

  List<ProducerRecord<byte[], byte[]>> encode(UpdateGroup group) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    encode(group.shared(), Batch.getDefaultInstance(), records);
    for (KeyedBatch batch : group.batches()) {
      encode(batch.content(), batch(batch), records);
    }
    return records;
  }

  private static Batch batch(KeyedBatch batch) {
    Batch.Builder built = Batch.newBuilder().setKey(batch.key());
    if (!batch.kept().equals(KeyedBatch.A_DAY)) {
      built.setKeptS(Math.toIntExact(batch.kept().toSeconds()));
    }
    return built.build();
  }

  private void encode(
      BucketFolder folder, Batch batch, List<ProducerRecord<byte[], byte[]>> records) {
    folder
        .shards()
        .forEach((target, fold) -> new ShardEncoder(target, batch, records).encode(fold));
  }

  /** The records of one shard. */
  private final class ShardEncoder {

    private final ShardTarget target;
    private final Batch batch;
    private final List<ProducerRecord<byte[], byte[]>> records;
    private ShardUpdate.Builder update;
    private int part;
    private int bytes;

    ShardEncoder(ShardTarget target, Batch batch, List<ProducerRecord<byte[], byte[]>> records) {
      this.target = target;
      this.batch = batch;
      this.records = records;
      update = begin();
    }

    void encode(ShardFold fold) {
      for (long start : fold.alive()) {
        room(Long.BYTES + 2);
        update.addAliveS(start);
      }
      fold.buckets().forEach(this::add);
      if (bytes > 0) {
        end();
      }
    }

    private void add(SeriesBucketKey key, BucketAggregate aggregate) {
      SeriesBucket.Builder bucket =
          bucket(key)
              .setCount(aggregate.count())
              .setBytes(aggregate.bytes())
              .setSourceAddresses(ByteString.copyFrom(aggregate.sources().toBytes()))
              .setDestinationAddresses(ByteString.copyFrom(aggregate.destinations().toBytes()));
      put(aggregate.field(), bucket);
      List<SeriesBucket.Builder> pieces = new ArrayList<>(List.of(bucket));
      aggregate.forEachInfluencer(
          (field, values) ->
              withRoom(pieces, key)
                  .addInfluencers(
                      InfluencerValues.newBuilder()
                          .setField(field)
                          .setValues(ByteString.copyFrom(values.toBytes()))));
      pieces.forEach(piece -> append(piece.build()));
    }

    private static void put(FieldSummary field, SeriesBucket.Builder bucket) {
      bucket.setSum(field.sum()).setValues(field.values());
      field.least().ifPresent(bucket::setLeast);
      field.greatest().ifPresent(bucket::setGreatest);
      bucket.setDistinct(ByteString.copyFrom(field.distinct().toBytes()));
    }

    /** Influencers of hostile length go into further pieces, which add nothing to the counts. */
    private SeriesBucket.Builder withRoom(List<SeriesBucket.Builder> pieces, SeriesBucketKey key) {
      SeriesBucket.Builder latest = pieces.getLast();
      if (latest.getInfluencersCount() > 0
          && latest.buildPartial().getSerializedSize() > MAX_BUCKET_BYTES) {
        latest = bucket(key);
        pieces.add(latest);
      }
      return latest;
    }

    private SeriesBucket.Builder bucket(SeriesBucketKey key) {
      return SeriesBucket.newBuilder()
          .setDetector(key.series().detector())
          .setPartitionValue(key.series().partitionValue())
          .setByValue(key.series().byValue())
          .setStartS(key.startSecond());
    }

    private void append(SeriesBucket bucket) {
      room(bucket.getSerializedSize() + 8);
      update.addBuckets(bucket);
    }

    private void room(int needed) {
      if (bytes > 0 && bytes + needed > MAX_RECORD_BYTES) {
        end();
        update = begin();
      }
      bytes += needed;
    }

    private ShardUpdate.Builder begin() {
      ShardUpdate.Builder begun =
          ShardUpdate.newBuilder()
              .setJobUid(target.shard().jobUid())
              .setShard(target.shard().shard())
              .setBackfillId(target.session());
      if (!batch.getKey().isEmpty()) {
        begun.setBatch(batch.toBuilder().setPart(part));
      }
      return begun;
    }

    private void end() {
      records.add(
          new ProducerRecord<>(
              Topics.BUCKET_UPDATES,
              target.shard().partition(partitions),
              target.shard().canonical().getBytes(StandardCharsets.UTF_8),
              BucketRecord.newBuilder().setUpdate(update).build().toByteArray()));
      part++;
      bytes = 0;
    }
  }
}

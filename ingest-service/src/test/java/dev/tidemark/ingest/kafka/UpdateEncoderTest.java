package dev.tidemark.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.FrequentValues;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.fold.DetectorSpec;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.fold.FoldPlan;
import dev.tidemark.ingest.fold.JobSpec;
import dev.tidemark.ingest.fold.UpdateGroup;
import dev.tidemark.ingest.fold.UpdateGroup.KeyedBatch;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class UpdateEncoderTest {

  private static final int PARTITIONS = 24;

  private static final JobSpec JOB =
      new JobSpec(
          "a",
          "uid",
          BucketSpan.ofSeconds(60),
          2,
          Counts.EVENTS,
          Condition.ANY,
          Condition.ANY,
          List.of(new DetectorSpec(DetectorFunction.HIGH_COUNT, "", "host", "")),
          IntStream.range(0, 12).mapToObj(i -> "f" + i).toList(),
          new JobSpec.Backfilling("b1"));

  private static EventFold fold(int series, int valuesAField, int valueLength) {
    FoldPlan plan = FoldPlan.session(JOB);
    FieldTable fields = plan.fields();
    EventFold fold = new EventFold(plan);
    EcsEvent event = new EcsEvent(fields);
    for (int s = 0; s < series; s++) {
      for (int v = 0; v < valuesAField; v++) {
        event.clear();
        event.at(60_000);
        event.add(fields.slot("host"), "h" + s);
        String value = (v + "-" + s + "\u20ac".repeat(valueLength)).substring(0, valueLength);
        JOB.influencers().forEach(field -> event.add(fields.slot(field), value));
        fold.add(event);
      }
    }
    return fold;
  }

  private static UpdateGroup keyed(EventFold fold) {
    UpdateGroup group = new UpdateGroup();
    group.add(new KeyedBatch("k", fold.take()));
    return group;
  }

  private static List<ShardUpdate> updates(List<ProducerRecord<byte[], byte[]>> records)
      throws InvalidProtocolBufferException {
    List<ShardUpdate> updates = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      assertThat(record.value().length).isLessThan(UpdateEncoder.MAX_RECORD_BYTES + 1_000);
      ShardUpdate update = BucketRecord.parseFrom(record.value()).getUpdate();
      ShardKey shard = new ShardKey(update.getJobUid(), update.getShard());
      assertThat(new String(record.key(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(shard.canonical());
      assertThat(record.partition()).isEqualTo(shard.partition(PARTITIONS));
      updates.add(update);
    }
    return updates;
  }

  @Test
  void aSmallFoldIsOneRecordAShard() throws InvalidProtocolBufferException {
    // When
    List<ShardUpdate> updates =
        updates(new UpdateEncoder(PARTITIONS).encode(keyed(fold(10, 2, 10))));
    // Then
    assertThat(updates).extracting(ShardUpdate::getShard).containsExactly(0, 1);
    assertThat(updates)
        .allSatisfy(
            update -> {
              assertThat(update.getBackfillId()).isEqualTo("b1");
              assertThat(update.getBatch().getKey()).isEqualTo("k");
              assertThat(update.getAliveSList()).containsExactly(60L);
            });
    assertThat(updates.stream().flatMap(u -> u.getBucketsList().stream()).toList())
        .hasSize(10)
        .allSatisfy(bucket -> assertThat(bucket.getCount()).isEqualTo(2));
  }

  @Test
  void aLargeFoldIsCutIntoNumberedPartsThatAreTheSameEveryTime()
      throws InvalidProtocolBufferException {
    // When
    List<ShardUpdate> updates =
        updates(new UpdateEncoder(PARTITIONS).encode(keyed(fold(120, 20, 60))));
    // Then
    assertThat(updates).hasSizeGreaterThan(3);
    for (int shard = 0; shard < 2; shard++) {
      int wanted = shard;
      List<Integer> parts =
          updates.stream()
              .filter(update -> update.getShard() == wanted)
              .map(update -> update.getBatch().getPart())
              .toList();
      assertThat(parts).isEqualTo(IntStream.range(0, parts.size()).boxed().toList());
    }
    assertThat(updates)
        .isEqualTo(updates(new UpdateEncoder(PARTITIONS).encode(keyed(fold(120, 20, 60)))));
  }

  @Test
  void hostileValuesAreSpreadOverRecordsWithoutChangingACount()
      throws InvalidProtocolBufferException {
    // When
    List<SeriesBucket> buckets =
        updates(new UpdateEncoder(PARTITIONS).encode(keyed(fold(1, 150, 250)))).stream()
            .flatMap(update -> update.getBucketsList().stream())
            .toList();
    // Then
    assertThat(buckets).hasSizeGreaterThan(1);
    assertThat(buckets.stream().mapToLong(SeriesBucket::getCount).sum()).isEqualTo(150);
    assertThat(
            buckets.stream()
                .flatMap(bucket -> bucket.getInfluencersList().stream())
                .map(values -> FrequentValues.fromBytes(values.getValues().toByteArray()).total()))
        .hasSize(12)
        .containsOnly(150L);
  }

  @Test
  void whatAFunctionMeasuresIsWrittenAndNothingElse() throws InvalidProtocolBufferException {
    // Given
    Function<DetectorFunction, DetectorSpec> spec = f -> new DetectorSpec(f, "f0", "", "");
    JobSpec job =
        new JobSpec(
            "a",
            "uid",
            BucketSpan.ofSeconds(60),
            1,
            Counts.EVENTS,
            Condition.ANY,
            Condition.ANY,
            Stream.of(
                    DetectorFunction.SUM,
                    DetectorFunction.MEAN,
                    DetectorFunction.MIN,
                    DetectorFunction.MAX,
                    DetectorFunction.DISTINCT_COUNT)
                .map(spec)
                .toList(),
            List.of(),
            new JobSpec.Backfilling("b1"));
    FoldPlan plan = FoldPlan.session(job);
    EventFold fold = new EventFold(plan);
    EcsEvent event = new EcsEvent(plan.fields());
    event.at(60_000);
    event.add(plan.fields().slot("f0"), "0");
    event.add(plan.fields().slot("f0"), "7");
    fold.add(event);
    // When
    List<SeriesBucket> buckets =
        updates(new UpdateEncoder(PARTITIONS).encode(keyed(fold))).getFirst().getBucketsList();
    // Then
    assertThat(buckets).extracting(SeriesBucket::getSum).containsExactly(7L, 7L, 0L, 0L, 0L);
    assertThat(buckets).extracting(SeriesBucket::getValues).containsExactly(0L, 2L, 0L, 0L, 0L);
    assertThat(buckets)
        .extracting(SeriesBucket::hasLeast)
        .containsExactly(false, false, true, false, false);
    assertThat(buckets.get(2).getLeast()).isZero();
    assertThat(buckets)
        .extracting(SeriesBucket::hasGreatest)
        .containsExactly(false, false, false, true, false);
    assertThat(buckets.get(3).getGreatest()).isEqualTo(7);
    assertThat(buckets)
        .extracting(bucket -> bucket.getDistinct().isEmpty())
        .containsExactly(true, true, true, true, false);
  }
}

package dev.tidemark.alert.feed;

import dev.tidemark.contract.Identity;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.anomaly.v1.AnomalyMessage;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.anomaly.v1.BucketsClosed;
import dev.tidemark.proto.anomaly.v1.Companion;
import dev.tidemark.proto.anomaly.v1.Origin;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.scoring.v1.Explanation;
import dev.tidemark.proto.scoring.v1.InfluencerScore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** The feed of a new job of one shard, as baseline-service writes it. */
final class AnomalyFeed {

  static final long SPAN = 900;

  /** 2026-11-02T00:00:00Z. */
  static final long FIRST = 1_793_577_600L;

  final String job = "job-" + UUID.randomUUID();
  final String uid = UUID.randomUUID().toString();
  private final List<AnomalyMessage> sent = new ArrayList<>();
  private long bucket = FIRST;

  /** Start of the bucket that is open. */
  long start() {
    return bucket;
  }

  /** A record of the open bucket, as it is changed. */
  AnomalyFeed record(double score, UnaryOperator<AnomalyRecord.Builder> change) {
    AnomalyRecord.Builder record =
        AnomalyRecord.newBuilder()
            .setId(Identity.record(uid, SeriesKey.of(0), bucket))
            .setJobId(job)
            .setJobUid(uid)
            .setFunction(Function.FUNCTION_HIGH_COUNT)
            .setBucketStartS(bucket)
            .setBucketSpanS(SPAN)
            .setActual(12_300)
            .setTypical(1_500)
            .setLower(1_200)
            .setUpper(1_900)
            .setProbability(1e-9)
            .setAnomalyScore(score)
            .setOrigin(Origin.ORIGIN_LIVE)
            .setActualLastWeek(1_480)
            .addInfluencers(
                InfluencerScore.newBuilder()
                    .setField("source.ip")
                    .setValue("10.0.0.5")
                    .setScore(score)
                    .setShare(0.83)
                    .setUsualShare(0.02))
            .addCompanions(
                Companion.newBuilder().setName("network.bytes").setActual(5e9).setUsual(4e8))
            .setExplanation(
                Explanation.newBuilder()
                    .setFactor(8.2)
                    .setHistoryBuckets(2_000)
                    .setHistoryS(30 * 86_400L));
    send(AnomalyMessage.newBuilder().setRecord(change.apply(record)));
    return this;
  }

  /** A record of the open bucket, which closes then. */
  AnomalyFeed anomalous(double score) {
    return record(score, record -> record).closed(0);
  }

  /** Quiet buckets. */
  AnomalyFeed quiet(int buckets) {
    for (int i = 0; i < buckets; i++) {
      closed(0);
    }
    return this;
  }

  /** Buckets without a sign of life. */
  AnomalyFeed gaps(int buckets) {
    for (int i = 1; i <= buckets; i++) {
      closed(i);
    }
    return this;
  }

  private AnomalyFeed closed(int trailingGaps) {
    send(
        AnomalyMessage.newBuilder()
            .setClosed(
                BucketsClosed.newBuilder()
                    .setJobId(job)
                    .setJobUid(uid)
                    .setFromS(bucket)
                    .setUntilS(bucket + SPAN)
                    .setBucketSpanS(SPAN)
                    .setGaps(trailingGaps > 0 ? 1 : 0)
                    .setTrailingGaps(trailingGaps)
                    .setOrigin(Origin.ORIGIN_LIVE)));
    bucket += SPAN;
    return this;
  }

  private void send(AnomalyMessage.Builder message) {
    sent.add(message.setPosition(sent.size() + 1L).build());
    raw(sent.getLast().toByteArray());
  }

  /** Sends all again, as a producer that was in doubt does. */
  AnomalyFeed again() {
    List.copyOf(sent).forEach(message -> raw(message.toByteArray()));
    return this;
  }

  /** Sends any bytes with the key of the shard. */
  AnomalyFeed raw(byte[] value) {
    write(Topics.ANOMALIES, new ShardKey(uid, 0).canonical(), value);
    return this;
  }

  /** Tells of the job itself. */
  AnomalyFeed announced(JobState state) {
    Job described =
        Job.newBuilder()
            .setId(job)
            .setUid(uid)
            .setName("A job")
            .setBucketSpanS(SPAN)
            .setShards(1)
            .setState(state)
            .setLiveFromS(FIRST)
            .build();
    write(Topics.JOBS, job, described.toByteArray());
    return this;
  }

  static void write(String topic, String key, byte[] value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a record", e);
    }
  }
}

package dev.tidemark.alert.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.alert.pipeline.Anomaly;
import dev.tidemark.alert.pipeline.FeedMessage;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.proto.anomaly.v1.AnomalyMessage;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.anomaly.v1.BucketsClosed;
import dev.tidemark.proto.anomaly.v1.Origin;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Reads messages of {@code tidemark.anomalies}. */
@Singleton
class FeedDecoder {

  /** 2200-01-01: no bucket is later than that. */
  private static final long LATEST_SECOND = 7_258_118_400L;

  private final Evidence evidence;

  FeedDecoder(Evidence evidence) {
    this.evidence = evidence;
  }

  /**
   * A message with its shard.
   *
   * @param shard the shard
   * @param message the message
   */
  record Decoded(ShardKey shard, FeedMessage message) {}

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong
   */
  Decoded decode(byte @Nullable [] value) {
    if (value == null) {
      throw new IllegalArgumentException("the value is null");
    }
    AnomalyMessage message;
    try {
      message = AnomalyMessage.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an AnomalyMessage: " + e.getMessage(), e);
    }
    if (message.getPosition() < 1) {
      throw new IllegalArgumentException("position " + message.getPosition() + " is not positive");
    }
    return switch (message.getKindCase()) {
      case RECORD -> record(message.getPosition(), message.getRecord());
      case CLOSED -> closing(message.getPosition(), message.getClosed());
      case KIND_NOT_SET ->
          throw new IllegalArgumentException("neither a record nor a closing that is known here");
    };
  }

  private Decoded record(long position, AnomalyRecord record) {
    requireTime(record.getBucketStartS());
    Anomaly anomaly =
        new Anomaly(
            Evidence.clean(record.getId()),
            Evidence.clean(record.getJobId()),
            new SeriesKey(
                record.getDetector(),
                Evidence.clean(record.getPartitionValue()),
                Evidence.clean(record.getByValue())),
            record.getBucketStartS(),
            record.getBucketSpanS(),
            record.getAnomalyScore(),
            record.hasJobScore() ? record.getJobScore() : record.getAnomalyScore(),
            record.getInterim(),
            record.getRevised(),
            origin(record),
            record.getSkipped(),
            new Anomaly.History(
                record.getExplanation().getHistoryBuckets(), record.getExplanation().getHistoryS()),
            evidence.json(record));
    return new Decoded(
        shard(record.getJobUid(), record.getShard()), new FeedMessage.Told(position, anomaly));
  }

  private static Anomaly.Origin origin(AnomalyRecord record) {
    return switch (record.getOrigin()) {
      case ORIGIN_LIVE -> Anomaly.Origin.LIVE;
      case ORIGIN_HISTORY ->
          record.getOpenAlerts() ? Anomaly.Origin.ALERTING_HISTORY : Anomaly.Origin.HISTORY;
      case ORIGIN_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("origin " + record.getOrigin() + " is unknown");
    };
  }

  private static Decoded closing(long position, BucketsClosed closed) {
    requireTime(closed.getFromS());
    requireTime(closed.getUntilS());
    if (closed.getJobId().isEmpty()) {
      throw new IllegalArgumentException("the closing has no job");
    }
    return new Decoded(
        shard(closed.getJobUid(), closed.getShard()),
        new FeedMessage.Closing(
            position,
            Evidence.clean(closed.getJobId()),
            closed.getFromS(),
            closed.getUntilS(),
            closed.getBucketSpanS(),
            closed.getGaps(),
            closed.getTrailingGaps(),
            closed.getOrigin() == Origin.ORIGIN_LIVE));
  }

  private static ShardKey shard(String jobUid, int shard) {
    return new ShardKey(Evidence.clean(jobUid), shard);
  }

  private static void requireTime(long second) {
    if (second < 0 || second > LATEST_SECOND) {
      throw new IllegalArgumentException("bucket time " + second + " is not in [1970, 2200)");
    }
  }
}

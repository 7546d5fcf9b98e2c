package dev.tidemark.baseline.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.bucket.LogEntry;
import dev.tidemark.baseline.bucket.LogRecord;
import dev.tidemark.baseline.bucket.ShardJob;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.Command;
import dev.tidemark.proto.bucket.v1.ExpectBuckets;
import dev.tidemark.proto.bucket.v1.SeriesBucket;
import dev.tidemark.proto.bucket.v1.ShardUpdate;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Understands the records of the log; what it cannot understand is poison, never an error. */
final class LogDecoder {

  /** The last second of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private LogDecoder() {}

  static LogRecord decode(ConsumerRecord<byte[], byte @Nullable []> record) {
    return new LogRecord(record.offset(), record.timestamp(), entry(record.value()));
  }

  private static LogEntry entry(byte @Nullable [] value) {
    if (value == null) {
      return new LogEntry.Poison("empty_record", "the record has no value");
    }
    try {
      BucketRecord record = BucketRecord.parseFrom(value);
      return switch (record.getKindCase()) {
        case UPDATE -> update(record.getUpdate());
        case TICK -> new LogEntry.Tick(record.getTick().getInstance());
        case COMMAND -> command(record.getCommand());
        case KIND_NOT_SET -> new LogEntry.Poison("unknown_kind", "no kind that is known here");
      };
    } catch (InvalidProtocolBufferException e) {
      return new LogEntry.Poison("undecodable_record", "not a tidemark.bucket.v1.BucketRecord");
    } catch (IllegalArgumentException e) {
      return new LogEntry.Poison("invalid_record", String.valueOf(e.getMessage()));
    }
  }

  private static LogEntry update(ShardUpdate update) {
    List<LogEntry.Counted> buckets = new ArrayList<>(update.getBucketsCount());
    for (SeriesBucket bucket : update.getBucketsList()) {
      buckets.add(
          new LogEntry.Counted(
              AggregateCodec.series(bucket),
              time(bucket.getStartS()),
              AggregateCodec.aggregate(bucket)));
    }
    return new LogEntry.Update(
        new ShardKey(update.getJobUid(), update.getShard()),
        update.getBatch().getKey(),
        update.getBatch().getPart(),
        keptMs(update.getBatch().getKeptS()),
        update.getBackfillId(),
        buckets,
        update.getAliveSList().stream().map(LogDecoder::time).toList());
  }

  private static long keptMs(int seconds) {
    return seconds <= 0 || seconds > Chunk.SeenPart.KEPT_MS / 1000
        ? Chunk.SeenPart.KEPT_MS
        : seconds * 1000L;
  }

  /** A time that a database can hold and that arithmetic in milliseconds cannot overflow. */
  static long time(long seconds) {
    if (seconds < 0 || seconds > LAST_SECOND) {
      throw new IllegalArgumentException(
          seconds + " s since the epoch is before 1970 or after 9999");
    }
    return seconds;
  }

  private static String session(String id) {
    return UUID.fromString(id).toString();
  }

  private static LogEntry command(Command command) {
    // Throws for what is no UUID: such a shard could not be stored.
    ShardKey shard =
        new ShardKey(UUID.fromString(command.getJobUid()).toString(), command.getShard());
    return switch (command.getKindCase()) {
      case OPEN -> new LogEntry.Open(shard, job(shard, command.getOpen().getJob()));
      case CHANGE -> new LogEntry.Change(shard, job(shard, command.getChange().getJob()));
      case CLOSE -> new LogEntry.Close(shard, job(shard, command.getClose().getJob()));
      case DELETE -> new LogEntry.Delete(shard);
      case START_HISTORY ->
          new LogEntry.StartHistory(
              shard,
              job(shard, command.getStartHistory().getJob()),
              session(command.getStartHistory().getBackfillId()),
              time(command.getStartHistory().getFromS()),
              command.getStartHistory().getOpenAlerts());
      case ADVANCE_HISTORY ->
          new LogEntry.AdvanceHistory(
              shard,
              command.getAdvanceHistory().getBackfillId(),
              time(command.getAdvanceHistory().getUntilS()));
      case END_HISTORY ->
          new LogEntry.EndHistory(
              shard,
              job(shard, command.getEndHistory().getJob()),
              command.getEndHistory().getBackfillId());
      case EXPECT -> expect(shard, command.getExpect());
      case REVERT -> new LogEntry.Revert(shard, time(command.getRevert().getTakenS()));
      case KIND_NOT_SET -> new LogEntry.Poison("unknown_kind", "a command that is not known here");
    };
  }

  /** No header holds a line feed: what is expected and what clients send have keys of their own. */
  private static LogEntry expect(ShardKey shard, ExpectBuckets expect) {
    if (expect.getKey().isEmpty()) {
      throw new IllegalArgumentException("expected buckets without a key");
    }
    Series series = expect.getSeries();
    return new LogEntry.Expect(
        shard,
        "expect\n" + AggregateCodec.storable(expect.getKey()),
        new SeriesKey(
            series.getDetector(),
            AggregateCodec.storable(series.getPartitionValue()),
            AggregateCodec.storable(series.getByValue())),
        time(expect.getFromS()),
        time(expect.getToS()));
  }

  private static ShardJob job(ShardKey shard, Job job) {
    if (!job.getUid().equals(shard.jobUid())) {
      throw new IllegalArgumentException(
          "a command for " + shard + " carries the job of " + job.getUid());
    }
    time(job.getLiveFromS());
    return JobCodec.job(job);
  }
}

package dev.tidemark.ingest.kafka;

import dev.tidemark.ingest.event.EventStream;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.fold.FoldPlan;
import dev.tidemark.ingest.fold.UpdateGroup;
import dev.tidemark.ingest.format.Format;
import dev.tidemark.ingest.kafka.SourceReader.Intake;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** What one poll brought: folded in slices that a transaction can hold. */
final class SourcePoll {

  private static final Logger LOG = Logger.getLogger(SourcePoll.class);

  private final FoldPlan plan;
  private final Map<String, Format> topics;
  private final Intake intake;
  private final Map<String, EventStream> streams = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
  private EventFold fold;
  private SourceSink sink;
  private int records;

  SourcePoll(FoldPlan plan, Map<String, Format> topics, Intake intake) {
    this.plan = plan;
    this.topics = topics;
    this.intake = intake;
    fold = new EventFold(plan);
    sink = new SourceSink(fold, intake.observer());
  }

  /**
   * Commits all of it with the offsets behind it.
   *
   * @throws UpdateLog.UnknownOutcomeException if a slice is not known to be committed
   */
  void commit(
      ConsumerRecords<byte[], byte[]> polled, TransactionalLog log, ConsumerGroupMetadata reader) {
    TimeBounds live = TimeBounds.live(intake.clock().millis(), intake.limits());
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      read(record, live);
      reached.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
      if (fold.size() >= intake.maxUpdates()) {
        commitSlice(log, reader);
      }
    }
    reached.putAll(polled.nextOffsets());
    commitSlice(log, reader);
  }

  private void read(ConsumerRecord<byte[], byte[]> record, TimeBounds live) {
    records++;
    if (record.value() == null) {
      return; // a tombstone of a compacted topic
    }
    // What has no time of its own happened when its record was written, however often it is read.
    TimeBounds bounds = new TimeBounds(live.minMillis(), live.maxMillis(), record.timestamp());
    sink.reads(record);
    try {
      EventStream stream = streams.computeIfAbsent(record.topic(), this::stream);
      stream.begin();
      stream.feed(record.value(), 0, record.value().length, bounds);
      stream.finish(bounds);
    } catch (RuntimeException fault) { // one of ours; the records behind it must be read
      LOG.errorf(fault, "record cannot be read source=%s", sink.place());
      streams.remove(record.topic());
      intake.observer().fault(sink.place(), record.value());
    }
  }

  private EventStream stream(String topic) {
    Format format = topics.getOrDefault(topic, Format.AUTO);
    return new EventStream(plan.body(format), intake.limits(), sink);
  }

  private void commitSlice(TransactionalLog log, ConsumerGroupMetadata reader) {
    UpdateGroup updates = new UpdateGroup();
    updates.add(fold.take());
    log.commit(updates, reached, reader);
    intake.observer().committed(fold.statistics(), records);
    fold = new EventFold(plan);
    sink = new SourceSink(fold, intake.observer());
    streams.clear();
    reached.clear();
    records = 0;
  }
}

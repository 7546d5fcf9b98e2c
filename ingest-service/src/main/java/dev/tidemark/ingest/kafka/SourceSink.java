package dev.tidemark.ingest.kafka;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.EventSink;
import dev.tidemark.ingest.event.Rejection;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.fold.EventFold;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Folds what the records of one poll hold. */
final class SourceSink implements EventSink {

  private final EventFold fold;
  private final SourceObserver observer;
  private @Nullable ConsumerRecord<byte[], byte[]> record;

  SourceSink(EventFold fold, SourceObserver observer) {
    this.fold = fold;
    this.observer = observer;
  }

  /** What follows comes from this record. */
  void reads(ConsumerRecord<byte[], byte[]> next) {
    record = next;
  }

  @Override
  public void accepted(EcsEvent event) {
    fold.add(event);
  }

  @Override
  public void noEvent(EcsEvent event, Verdict.NoEvent kind) {
    observer.noEvent(kind);
    if (kind.showsLife()) {
      fold.alive(event);
    }
  }

  @Override
  public void rejected(Rejection rejection, byte[] buffer, int from, int to) {
    observer.rejected(rejection.reason(), rejection.detail(), place(), buffer, from, to);
  }

  /** Topic, partition and offset of the record that is read. */
  String place() {
    ConsumerRecord<byte[], byte[]> read = record;
    return read == null ? "" : read.topic() + "/" + read.partition() + "@" + read.offset();
  }
}

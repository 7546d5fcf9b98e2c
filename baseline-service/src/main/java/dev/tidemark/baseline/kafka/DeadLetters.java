package dev.tidemark.baseline.kafka;

import dev.tidemark.baseline.bucket.Chunk;
import dev.tidemark.baseline.store.Rows.OutboxRow;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.event.v1.DeadLetter;

/** What could not be used of the log, told on {@code tidemark.dead-letters}. */
public final class DeadLetters {

  private DeadLetters() {}

  /** The message for a record of a partition. */
  public static OutboxRow row(int partition, Chunk.DeadLetter letter) {
    DeadLetter message =
        DeadLetter.newBuilder()
            .setReason(letter.reason())
            .setDetail(letter.detail())
            .setSource(Topics.BUCKET_UPDATES + "/" + partition + "@" + letter.offset())
            .setService("baseline-service")
            .setAtMs(letter.appendMs())
            .build();
    return new OutboxRow(Topics.DEAD_LETTERS, letter.reason(), message::toByteArray);
  }
}

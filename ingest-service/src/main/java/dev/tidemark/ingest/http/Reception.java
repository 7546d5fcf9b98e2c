package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.kafka.UpdatePublisher;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What one door makes of a body, and how it answers; {@link EventIntake} does the reading. */
interface Reception {

  /** Where the events of the body are folded. */
  EventFold fold();

  /** Whether the body counts as a whole or not at all. */
  boolean isWhole();

  /** Commits what is folded; of a body that counts as a whole, all of it. */
  CompletionStage<Void> publish(UpdatePublisher publisher);

  /**
   * Takes a piece of the body.
   *
   * @return null: go on; otherwise why nothing more is taken
   */
  @Nullable Problem feed(byte[] piece, int length, TimeBounds bounds);

  /**
   * The body is over, or cut off.
   *
   * @return null: what was taken counts; otherwise why not
   */
  @Nullable Problem finish(TimeBounds bounds);

  /** The rest of the body cannot be read: tells it. */
  void damaged(RejectReason reason, String detail);

  /** Pieces of input seen so far, usable or not. */
  long items();

  /** Answers when all that counts is durable. */
  void answer(HttpServerRequest request);

  /** Answers that the body, or the rest of it, was not taken. */
  void refuse(HttpServerRequest request, Problem problem);
}

package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.http.BodyDecoder.InvalidBodyException;
import dev.tidemark.ingest.http.Quotas.Place;
import dev.tidemark.ingest.ops.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request, piece by piece, on its event loop: the next piece is asked for
 * when this one is folded and not too much waits for Kafka. What is folded goes on to the next
 * commit after the batch's longest delay, so a slow body delays nothing; one that counts as a whole
 * goes as a whole.
 */
final class EventIntake {

  private static final int PIECE_BYTES = 32 * 1024;
  private static final int PIECES_A_TURN = 8;
  private static final int MAX_COMMITS_WAITING = 4;

  private final HttpServerRequest request;
  private final Intakes door;
  private final boolean live;
  private final Reception reception;
  private final Place place;
  private final Context context = Vertx.currentContext();
  private final EventFold fold;
  private final Stall stall;
  private final BodyDecoder decoder = new BodyDecoder();
  private final byte[] piece = new byte[PIECE_BYTES];

  private long bodyBytes;
  private int commitsWaiting;
  private long timer = -1;
  private boolean bodyOver;
  private boolean cutOff;
  private boolean answered;
  private boolean ended;
  private boolean hungry;
  private @Nullable Problem failure;

  /**
   * An intake that has not begun.
   *
   * @param live whether the events are live ones, not those of a backfill
   * @param place is given back when the request is answered or lost
   */
  EventIntake(
      HttpServerRequest request, Intakes door, boolean live, Reception reception, Place place) {
    this.request = request;
    this.door = door;
    this.live = live;
    this.reception = reception;
    this.place = place;
    fold = reception.fold();
    stall = new Stall(door.vertx(), door.limits().bodyIdle(), this::stalled);
  }

  void begin() {
    request.exceptionHandler(lost -> connectionLost());
    request.handler(this::received);
    request.endHandler(end -> ended());
    more();
  }

  private void more() {
    hungry = false;
    stall.waiting();
    request.fetch(1);
  }

  private void received(Buffer chunk) {
    stall.arrived();
    if (bodyOver) {
      more(); // refused already: let the client finish
      return;
    }
    try {
      decoder.offer(chunk.getBytes());
    } catch (RuntimeException | LinkageError e) {
      refuse(Admission.problem(e)); // such as no library for zstd on this machine
      more();
      return;
    }
    work();
  }

  /** Decodes and folds for a turn; what is left waits until other requests had theirs. */
  private void work() {
    try {
      for (int turn = 0; turn < PIECES_A_TURN && !bodyOver; turn++) {
        int length = decoder.read(piece);
        if (length == 0) {
          pieceDone();
          return;
        }
        fold(length);
      }
      if (bodyOver) {
        more();
      } else {
        context.runOnContext(next -> work());
      }
    } catch (InvalidBodyException e) {
      badBody(e.reason(), String.valueOf(e.getMessage()));
      more();
    } catch (RuntimeException | LinkageError e) {
      refuse(Admission.problem(e)); // a fault of ours must not leave the client waiting
      more();
    }
  }

  private void fold(int length) {
    bodyBytes += length;
    door.metrics().bytes(length);
    if (bodyBytes > door.limits().maxBodyBytes()) {
      refuse(
          Refusal.BODY_BYTES,
          Problem.tooLarge(
              Refusal.BODY_BYTES,
              "the body is longer than " + door.limits().maxBodyBytes() + " bytes"));
      return;
    }
    Problem problem = reception.feed(piece, length, bounds());
    place.spend(length, reception.items());
    if (problem != null) {
      refuse(problem);
    } else if (reception.isWhole()) {
      hold();
    }
  }

  /** What must be committed as a whole is held until the body's end: within limits. */
  private void hold() {
    int limit = door.limits().maxKeyedUpdates();
    if (fold.size() > limit) {
      refuse(
          Refusal.KEYED_UPDATES,
          Problem.tooLarge(
              Refusal.KEYED_UPDATES,
              "a request that counts as a whole fills more than " + limit + " series and buckets"));
    } else if (!place.hold(fold.size())) {
      refuse(
          Refusal.HELD_UPDATES,
          Problem.tooMany(
              Refusal.HELD_UPDATES, "requests that count as a whole fill all memory for them", 1));
    }
  }

  private TimeBounds bounds() {
    long now = door.clock().millis();
    return live ? TimeBounds.live(now, door.limits()) : TimeBounds.history(now, door.limits());
  }

  private void pieceDone() {
    if (!reception.isWhole()) {
      if (fold.size() >= door.batch().maxUpdates()) {
        handOver();
      } else if (fold.size() > 0 && timer < 0) {
        timer = door.vertx().setTimer(door.batch().maxDelay().toMillis(), due -> delayOver());
      }
    }
    if (commitsWaiting >= MAX_COMMITS_WAITING) {
      hungry = true;
    } else {
      more();
    }
  }

  private void delayOver() {
    timer = -1;
    if (!bodyOver) {
      handOver();
    }
  }

  private void handOver() {
    commit(reception.publish(door.publisher()));
  }

  private void commit(CompletionStage<Void> commit) {
    commitsWaiting++;
    var unused = commit.whenComplete((done, lost) -> context.runOnContext(back -> committed(lost)));
  }

  private void committed(@Nullable Throwable lost) {
    commitsWaiting--;
    if (lost != null) {
      // Whatever else was wrong: what was not committed must be sent again.
      failure = Problem.unavailable(String.valueOf(lost.getMessage()));
    }
    if (bodyOver) {
      answerWhenCommitted();
    } else if (failure != null) {
      refuse(failure);
      more();
    } else if (hungry) {
      more();
    }
  }

  private void ended() {
    stall.arrived();
    if (bodyOver) {
      return;
    }
    try {
      lastPiece();
    } catch (InvalidBodyException e) {
      badBody(e.reason(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      refuse(Admission.problem(e));
    }
  }

  private void lastPiece() throws InvalidBodyException {
    decoder.end();
    for (int length = decoder.read(piece); length > 0 && !bodyOver; ) {
      fold(length);
      length = decoder.read(piece);
    }
    if (!bodyOver && decoder.mayEnd()) {
      finish(reception.finish(bounds()));
    } else if (!bodyOver) {
      badBody(RejectReason.TRUNCATED, "the compressed body ends too early");
    }
  }

  /** What cannot be decompressed is over here: good events before it count, unless as a whole. */
  private void badBody(RejectReason reason, String detail) {
    Problem problem = reception.finish(bounds());
    reception.damaged(reason, detail);
    if (reception.isWhole()) {
      refuse(
          new Problem(
              400,
              "invalid-body",
              "Body cannot be read",
              detail + "; nothing of this request was counted"));
    } else {
      finish(problem);
    }
  }

  private void connectionLost() {
    if (bodyOver) {
      end();
      return;
    }
    cutOff = true;
    Problem problem = endOfBody();
    if (reception.isWhole()) {
      bodyOver = true;
      fold.discard(); // the client will send all of it again
      end();
    } else {
      finish(problem);
    }
  }

  private @Nullable Problem endOfBody() {
    try {
      return reception.finish(bounds());
    } catch (RuntimeException | LinkageError e) {
      return Admission.problem(e); // nobody is there to be told, but the place must be given back
    }
  }

  /** The client keeps a place and sends nothing. */
  private void stalled() {
    if (bodyOver) {
      return;
    }
    request.response().endHandler(answered -> request.connection().close());
    refuse(
        Refusal.SLOW_BODY,
        Problem.slow(
            Refusal.SLOW_BODY,
            "the body brought nothing for " + door.limits().bodyIdle().toMillis() + " ms"));
  }

  private void refuse(Refusal limit, Problem problem) {
    door.metrics().refused(limit);
    refuse(problem);
  }

  private void refuse(Problem problem) {
    failure = problem;
    if (reception.isWhole()) {
      bodyOver = true;
      fold.discard(); // nothing of it counts
      answerWhenCommitted();
    } else {
      finish(null);
    }
  }

  private void finish(@Nullable Problem problem) {
    if (problem != null) {
      refuse(problem);
      return;
    }
    bodyOver = true;
    if (fold.size() > 0) {
      commit(reception.publish(door.publisher()));
    }
    answerWhenCommitted();
  }

  private void answerWhenCommitted() {
    if (commitsWaiting > 0 || answered) {
      return;
    }
    answered = true;
    if (failure == null) {
      door.metrics().folded(fold.statistics());
    }
    try {
      if (!cutOff && !request.response().closed()) {
        answer();
      }
    } finally {
      end();
    }
  }

  private void answer() {
    Problem problem = failure;
    if (problem == null) {
      reception.answer(request);
    } else {
      reception.refuse(request, problem);
    }
  }

  private void end() {
    if (!ended && commitsWaiting == 0) {
      ended = true;
      if (timer >= 0) {
        door.vertx().cancelTimer(timer);
      }
      stall.cancel();
      decoder.close();
      place.leave();
    }
  }
}

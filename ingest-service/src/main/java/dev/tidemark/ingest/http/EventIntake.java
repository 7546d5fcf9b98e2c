package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.EventStream;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.fold.UpdateGroup.KeyedBatch;
import dev.tidemark.ingest.http.BodyDecoder.InvalidGzipException;
import dev.tidemark.ingest.http.JobSelection.Selection;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request, piece by piece, on its event loop: the next piece is asked for
 * when this one is folded and not too much waits for Kafka. What is folded goes on to the next
 * commit after the batch's longest delay, so a slow body delays nothing; a keyed one goes as a
 * whole.
 */
final class EventIntake {

  private static final int PIECE_BYTES = 32 * 1024;
  private static final int PIECES_A_TURN = 8;
  private static final int MAX_COMMITS_WAITING = 4;

  private final HttpServerRequest request;
  private final Intakes door;
  private final Selection selection;
  private final String batchKey;
  private final Runnable onEnd;
  private final Context context = Vertx.currentContext();
  private final EventFold fold;
  private final IntakeReport report;
  private final EventStream stream;
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
   * @param batchKey the key of the whole request; empty: none
   * @param onEnd told once, when the request is answered or lost
   */
  EventIntake(
      HttpServerRequest request,
      Intakes door,
      Selection selection,
      String batchKey,
      Runnable onEnd) {
    this.request = request;
    this.door = door;
    this.selection = selection;
    this.batchKey = batchKey;
    this.onEnd = onEnd;
    fold = new EventFold(selection.plan());
    report = door.report(fold);
    stream = new EventStream(selection.plan().body(Door.format(request)), door.limits(), report);
  }

  void begin() {
    request.exceptionHandler(lost -> connectionLost());
    request.handler(this::received);
    request.endHandler(end -> ended());
    more();
  }

  private boolean keyed() {
    return !batchKey.isEmpty();
  }

  private void more() {
    hungry = false;
    request.fetch(1);
  }

  private void received(Buffer chunk) {
    if (bodyOver) {
      more(); // refused already: let the client finish
      return;
    }
    decoder.offer(chunk.getBytes());
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
    } catch (InvalidGzipException e) {
      badBody(RejectReason.INVALID_GZIP, String.valueOf(e.getMessage()));
      more();
    }
  }

  private void fold(int length) {
    bodyBytes += length;
    door.metrics().bytes(length);
    if (bodyBytes > door.limits().maxBodyBytes()) {
      refuse(tooLarge("the body is longer than " + door.limits().maxBodyBytes() + " bytes"));
      return;
    }
    stream.feed(piece, 0, length, bounds());
    if (keyed() && fold.size() > door.limits().maxKeyedUpdates()) {
      refuse(
          tooLarge(
              "the keyed request fills more than "
                  + door.limits().maxKeyedUpdates()
                  + " series and buckets"));
    }
  }

  private static Problem tooLarge(String what) {
    return new Problem(413, "body-too-large", "Body too large", what + "; send it in parts");
  }

  private TimeBounds bounds() {
    long now = door.clock().millis();
    return selection.session().isEmpty()
        ? TimeBounds.live(now, door.limits())
        : TimeBounds.history(now, door.limits());
  }

  private void pieceDone() {
    if (!keyed()) {
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
    commit(door.publisher().publish(fold.take()));
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
    if (bodyOver) {
      return;
    }
    if (decoder.mayEnd()) {
      int held = decoder.heldBack();
      if (held >= 0) {
        stream.feed(new byte[] {(byte) held}, 0, 1, bounds());
      }
      stream.finish(bounds());
      finish();
    } else {
      badBody(RejectReason.TRUNCATED, "the compressed body ends too early");
    }
  }

  /** What cannot be decompressed is over here: good events before it count, unless keyed. */
  private void badBody(RejectReason reason, String detail) {
    stream.finish(bounds());
    report.rejectBody(stream.line(), reason, detail);
    if (keyed()) {
      refuse(
          new Problem(
              400,
              "invalid-body",
              "Body cannot be read",
              detail + "; nothing of this keyed request was counted"));
    } else {
      finish();
    }
  }

  private void connectionLost() {
    if (bodyOver) {
      end();
      return;
    }
    cutOff = true;
    stream.finish(bounds());
    if (keyed()) {
      bodyOver = true;
      fold.discard(); // the client will send all of it again
      end();
    } else {
      finish();
    }
  }

  private void refuse(Problem problem) {
    failure = problem;
    if (keyed()) {
      bodyOver = true;
      fold.discard(); // nothing of it counts
      answerWhenCommitted();
    } else {
      finish();
    }
  }

  private void finish() {
    bodyOver = true;
    if (fold.size() > 0) {
      commit(
          keyed()
              ? door.publisher().publish(new KeyedBatch(batchKey, fold.take()))
              : door.publisher().publish(fold.take()));
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
    if (!cutOff) {
      answer();
    }
    end();
  }

  private void answer() {
    Problem problem = failure;
    if (request.response().closed()) {
      return;
    }
    if (problem != null) {
      // Without a commit, or of a key that is to be sent again, "accepted" would be a lie.
      boolean counts = !keyed() && problem.status() != 503;
      (counts ? problem.with(report.toJson()) : problem).answer(request);
    } else if (report.accepted() > 0 || report.withoutEvent() > 0) {
      request
          .response()
          .setStatusCode(202)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(report.toJson().toBuffer());
    } else if (report.rejected() > 0) {
      new Problem(400, "invalid-events", "No usable event", "no event of the body can be used")
          .with(report.toJson())
          .answer(request);
    } else {
      new Problem(400, "empty-body", "Empty body", "the body holds no event").answer(request);
    }
  }

  private void end() {
    if (!ended && commitsWaiting == 0) {
      ended = true;
      if (timer >= 0) {
        door.vertx().cancelTimer(timer);
      }
      decoder.close();
      onEnd.run();
    }
  }
}

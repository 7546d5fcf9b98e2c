package dev.tidemark.ingest.http;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Notices when a client brings nothing for too long. One timer a request, rarely set anew. */
final class Stall {

  private static final long NONE = -1;

  private final Vertx vertx;
  private final Duration patience;
  private final Runnable onStall;
  private long timer = NONE;
  private long waitingSince;
  private boolean waiting;
  private boolean over;

  Stall(Vertx vertx, Duration patience, Runnable onStall) {
    this.vertx = vertx;
    this.patience = patience;
    this.onStall = onStall;
  }

  /** From now on it is the client's turn. */
  void waiting() {
    if (over) {
      return;
    }
    waiting = true;
    waitingSince = System.nanoTime();
    if (timer == NONE) {
      look(patience.toMillis());
    }
  }

  /** The client brought something, or is at its end. */
  void arrived() {
    waiting = false;
  }

  /** There is nothing to wait for any more. */
  void cancel() {
    over = true;
    if (timer != NONE) {
      vertx.cancelTimer(timer);
    }
  }

  private void look(long afterMs) {
    timer = vertx.setTimer(Math.max(1, afterMs), due -> due());
  }

  private void due() {
    timer = NONE;
    if (over || !waiting) {
      return;
    }
    long leftMs = patience.toMillis() - (System.nanoTime() - waitingSince) / 1_000_000;
    if (leftMs > 0) {
      look(leftMs);
    } else {
      onStall.run();
    }
  }
}

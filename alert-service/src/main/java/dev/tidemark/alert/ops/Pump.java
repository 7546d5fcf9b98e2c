package dev.tidemark.alert.ops;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs rounds of work whenever it is woken, never two at once; waking it during a round makes it
 * run another one. A round may start tasks that go on beside it, whose end wakes the pump. Failing
 * rounds are logged when that begins and when it ends, and tried again at the next wake.
 */
public final class Pump {

  private static final Logger LOG = Logger.getLogger(Pump.class);

  private final String name;
  private final Context context;
  private final Supplier<Uni<Boolean>> work;

  private boolean running;
  private boolean again;
  private boolean stopped;
  private boolean failing;
  private int tasks;
  private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();

  /**
   * A pump at rest.
   *
   * @param name for the log
   * @param vertx where it runs: on one event loop of its own choice
   * @param work one round; true if there is more to do at once
   */
  public Pump(String name, Vertx vertx, Supplier<Uni<Boolean>> work) {
    this.name = name;
    this.context = vertx.getOrCreateContext();
    this.work = work;
  }

  /** Asks for a round; returns at once. */
  public void wake() {
    synchronized (this) {
      again = true;
      if (running || stopped) {
        return;
      }
      running = true;
    }
    round();
  }

  /** Starts a task beside the rounds. */
  public void start(Uni<Void> task) {
    synchronized (this) {
      tasks++;
    }
    task.subscribe().with(_ -> taskEnded(), this::taskFailed);
  }

  /** Begins no further round, and completes when the one that runs and all tasks have ended. */
  public Uni<Void> stop() {
    return Uni.createFrom().<Void>emitter(this::stopAndTell);
  }

  private synchronized void stopAndTell(UniEmitter<? super Void> emitter) {
    stopped = true;
    waiting.add(emitter);
    tellIfAtRest();
  }

  private synchronized void tellIfAtRest() {
    if (stopped && !running && tasks == 0) {
      waiting.forEach(emitter -> emitter.complete(null));
      waiting.clear();
    }
  }

  private void taskFailed(Throwable failure) {
    LOG.warnf("task failed, its lease will run out pump=%s reason=%s", name, failure);
    taskEnded();
  }

  private void taskEnded() {
    synchronized (this) {
      tasks--;
      tellIfAtRest();
    }
    wake();
  }

  private void round() {
    synchronized (this) {
      again = false;
    }
    context.runOnContext(
        _ ->
            Uni.createFrom()
                .deferred(() -> work.get())
                .subscribe()
                .with(this::ended, this::failed));
  }

  private void ended(boolean more) {
    if (failing) {
      LOG.infof("works again pump=%s", name);
    }
    failing = false;
    next(more);
  }

  private void failed(Throwable failure) {
    if (!failing) {
      LOG.warnf("failed, tried again at the next wake pump=%s reason=%s", name, failure);
    }
    failing = true;
    synchronized (this) {
      again = false;
    }
    next(false);
  }

  private void next(boolean more) {
    synchronized (this) {
      running = (more || again) && !stopped;
      if (!running) {
        tellIfAtRest();
        return;
      }
    }
    round();
  }
}

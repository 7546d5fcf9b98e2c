package dev.tidemark.alert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PumpTest {

  private static final Vertx VERTX = Vertx.vertx();

  private final List<UniEmitter<? super Boolean>> rounds = new CopyOnWriteArrayList<>();
  private final Pump pump =
      new Pump("test", VERTX, () -> Uni.createFrom().<Boolean>emitter(rounds::add));

  @AfterAll
  static void close() {
    VERTX.close();
  }

  @Test
  void wakesDuringARoundMakeOneMoreRound() {
    // Given
    pump.wake();
    await().until(() -> rounds.size() == 1);
    // When
    pump.wake();
    pump.wake();
    assertThat(rounds).hasSize(1);
    rounds.getFirst().complete(false);
    // Then
    await().until(() -> rounds.size() == 2);
    rounds.get(1).complete(false);
    pump.wake();
    await().until(() -> rounds.size() == 3);
  }

  @Test
  void aRoundThatHasMoreToDoIsFollowedByAnother() {
    pump.wake();
    await().until(() -> rounds.size() == 1);
    rounds.getFirst().complete(true);
    await().until(() -> rounds.size() == 2);
  }

  @Test
  void aFailedRoundIsTriedAgainAtTheNextWake() {
    pump.wake();
    await().until(() -> rounds.size() == 1);
    rounds.getFirst().fail(new IllegalStateException("away"));
    await()
        .until(
            () -> {
              pump.wake();
              return rounds.size() == 2;
            });
  }

  @Test
  void stoppingWaitsForTheRoundAndItsTasksAndBeginsNoOther() {
    // Given
    CompletableFuture<Void> task = new CompletableFuture<>();
    AtomicInteger stopped = new AtomicInteger();
    pump.wake();
    await().until(() -> rounds.size() == 1);
    pump.start(Uni.createFrom().completionStage(task));
    // When
    pump.stop().subscribe().with(_ -> stopped.incrementAndGet());
    rounds.getFirst().complete(true);
    assertThat(stopped).hasValue(0);
    task.complete(null);
    // Then
    await().untilAtomic(stopped, is(1));
    pump.wake();
    assertThat(rounds).hasSize(1);
  }
}

package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.advance;
import static dev.tidemark.baseline.bucket.Logs.history;
import static dev.tidemark.baseline.bucket.Logs.live;
import static dev.tidemark.baseline.bucket.Logs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterimResultsTest {

  private static final long NOW_MS = T0 * 1_000;

  private final Replay replay = new Replay();

  /** A hundred usual buckets of history, then live from bucket 0 on. */
  @BeforeEach
  void goLive() {
    replay.apply(NOW_MS, Logs.startHistory(-100));
    for (int bucket = -100; bucket < 0; bucket++) {
      replay.apply(NOW_MS, history(bucket, 100 + Math.floorMod(bucket * 37, 11)));
    }
    replay.apply(NOW_MS, advance(0)).apply(NOW_MS, Logs.endHistory(true, 0)).commit();
  }

  @Test
  void anOpenBucketIsTriedOnceItIsAboveWhatWasExpected() {
    // When
    replay.apply(NOW_MS + 1_000, live(0, 90)).endBatch();
    // Then
    assertThat(replay.of(Kind.INTERIM)).isEmpty();
    // When
    replay.apply(NOW_MS + 2_000, live(0, 400)).endBatch();
    // Then
    assertThat(replay.of(Kind.INTERIM)).extracting(Told::actual).containsExactly(490.0);
  }

  @Test
  void aSeriesIsTriedAtMostOnceASecondOfAppendTime() {
    // When
    for (int ms = 0; ms < 2_500; ms += 100) {
      replay.apply(NOW_MS + 10_000 + ms, live(0, 500)).endBatch();
    }
    // Then
    assertThat(replay.of(Kind.INTERIM)).hasSize(3);
  }

  @Test
  void aBucketWhosePredecessorIsOpenIsNotTried() {
    // When
    replay.apply(NOW_MS + 61_000, live(1, 5_000)).endBatch();
    // Then
    assertThat(replay.of(Kind.INTERIM)).isEmpty();
  }

  @Test
  void withoutAnythingNewNothingIsTriedAgain() {
    // Given
    replay.apply(NOW_MS + 1_000, live(0, 500)).endBatch();
    // When
    replay.apply(NOW_MS + 5_000, Logs.tick()).endBatch();
    // Then
    assertThat(replay.of(Kind.INTERIM)).hasSize(1);
  }

  @Test
  void whatWasDueWhenTheProcessDiedIsTriedAfterwards() {
    // Given
    replay.apply(NOW_MS + 1_000, live(0, 500)).commit();
    // When
    replay.restart().apply(NOW_MS + 2_000, Logs.tick()).endBatch();
    // Then
    assertThat(replay.of(Kind.INTERIM)).extracting(Told::actual).containsExactly(500.0);
  }

  @Test
  void historyIsNotTriedWhileItFills() {
    // Given
    Replay history = new Replay().apply(NOW_MS, Logs.startHistory(-100));
    for (int bucket = -100; bucket < -1; bucket++) {
      history.apply(NOW_MS, history(bucket, 100));
    }
    history.apply(NOW_MS, advance(-1)).commit();
    // When
    history.apply(NOW_MS, history(-1, 5_000)).endBatch();
    // Then
    assertThat(history.shard().closedUntil).isEqualTo(start(-1));
    assertThat(history.of(Kind.INTERIM)).isEmpty();
  }
}

package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.CATCH_UP_MS;
import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.live;
import static dev.tidemark.baseline.bucket.Logs.passedMs;
import static dev.tidemark.baseline.bucket.Logs.start;
import static dev.tidemark.baseline.bucket.Logs.tick;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatermarkTest {

  private static final long NOW_MS = T0 * 1_000;

  private final Replay replay = new Replay().apply(NOW_MS, Logs.open(0));

  @Test
  void aBucketStaysOpenUntilItsEndAndTheLatenessHavePassed() {
    // When
    ticksUntil(passedMs(0) - 1);
    // Then
    assertThat(replay.shard().closedUntil).isEqualTo(start(0));
    // When
    replay.apply(passedMs(0), tick());
    // Then
    assertThat(replay.shard().closedUntil).isEqualTo(start(1));
  }

  @Test
  void theWatermarkMovesBeforeTheContentOfTheSameRecord() {
    // Given
    replay.apply(NOW_MS + 1, live(0, 5));
    ticksUntil(passedMs(0) - 1);
    // When
    replay.apply(passedMs(0), live(0, 7)).commit();
    // Then
    assertThat(replay.outcomes().values()).extracting(Told::events).containsExactly(5L);
    assertThat(replay.lateEvents().values()).containsExactly(7L);
  }

  @Test
  void anAppendTimeThatGoesBackMovesNothing() {
    // Given
    ticksUntil(passedMs(1));
    long watermarkMs = replay.shard().position().watermarkMs();
    // When
    replay.apply(passedMs(1) - 5_000, tick());
    // Then
    assertThat(replay.shard().position().watermarkMs()).isEqualTo(watermarkMs);
  }

  @Test
  void afterALongGapInTheTicksTheWatermarkWaitsForCatchUp() {
    // Given
    ticksUntil(NOW_MS + 30_000);
    long back = NOW_MS + 600_000;
    // When
    replay.apply(back, tick());
    ticks(back, back + CATCH_UP_MS - 1);
    replay.apply(back + CATCH_UP_MS - 1, live(0, 9));
    // Then
    assertThat(replay.shard().closedUntil).isEqualTo(start(0));
    assertThat(replay.late).isEmpty();
    // When
    replay.apply(back + CATCH_UP_MS, tick()).commit();
    // Then
    assertThat(replay.shard().position().watermarkMs())
        .isEqualTo(back + CATCH_UP_MS - Logs.LATENESS_MS);
    assertThat(replay.outcomes().values()).extracting(Told::events).containsExactly(9L);
  }

  @Test
  void theWaitAfterAGapSurvivesARestart() {
    // Given
    ticksUntil(NOW_MS + 30_000);
    long back = NOW_MS + 600_000;
    replay.apply(back, tick()).commit();
    // When
    replay.restart();
    ticks(back, back + CATCH_UP_MS - 1);
    // Then
    assertThat(replay.shard().closedUntil).isEqualTo(start(0));
  }

  @Test
  void aGapNoLongerThanTheLatenessHoldsNothing() {
    // Given
    ticksUntil(NOW_MS + 60_000);
    // When
    replay.apply(NOW_MS + 80_000, tick());
    // Then
    assertThat(replay.shard().closedUntil).isEqualTo(start(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 500, 1_000})
  void aShortLatenessIsNotTakenForAGapBetweenTwoTicks(long latenessMs) {
    // Given
    replay.apply(
        NOW_MS, new LogEntry.Change(Logs.SHARD, Logs.job(Logs.SHARD, true, T0, latenessMs)));
    // When
    ticksUntil(NOW_MS + 61_000);
    // Then
    assertThat(replay.shard().closedUntil).isEqualTo(start(1));
  }

  private void ticksUntil(long endMs) {
    ticks(NOW_MS, endMs);
  }

  private void ticks(long fromMs, long endMs) {
    for (long ms = fromMs + 1_001; ms < endMs; ms += 1_001) {
      replay.apply(ms, tick());
    }
    replay.apply(endMs, tick());
  }
}

package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.SERIES;
import static dev.tidemark.baseline.bucket.Logs.SHARD;
import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.advance;
import static dev.tidemark.baseline.bucket.Logs.history;
import static dev.tidemark.baseline.bucket.Logs.live;
import static dev.tidemark.baseline.bucket.Logs.passedMs;
import static dev.tidemark.baseline.bucket.Logs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.bucket.BucketResult.Expected;
import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.baseline.definition.ScheduledEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interim record is never contradicted by the close, whatever comes in between. */
class FrozenPredictionTest {

  private static final long NOW_MS = T0 * 1_000;
  private static final long DAY_S = 86_400;

  private static final int WEEK_AGO = -7 * 1_440;

  /** What stood out at this time a week ago was expected: so it is allowed for now. */
  private static final LogEntry EXPECT =
      new LogEntry.Expect(SHARD, "expect/alert-1", SERIES, start(WEEK_AGO), start(WEEK_AGO + 1));

  /** Back to the start of the day, before which the series was another. */
  private static final LogEntry REVERT = new LogEntry.Revert(SHARD, T0 - DAY_S);

  private static final LogEntry MAINTENANCE =
      new LogEntry.Change(
          SHARD,
          Logs.job(
              SHARD,
              true,
              T0,
              Logs.LATENESS_MS,
              Calendar.of(
                  List.of(
                      new ScheduledEvent(
                          "1",
                          "maintenance",
                          Instant.ofEpochSecond(start(0)),
                          Instant.ofEpochSecond(start(1)),
                          null,
                          null)))));

  /** An hour of history around this time a week ago, then of a day, then live. */
  private static Replay goLive() {
    Replay replay = new Replay().apply(NOW_MS, Logs.startHistory(WEEK_AGO - 50));
    for (int bucket = WEEK_AGO - 50; bucket < 0; bucket++) {
      if (bucket < WEEK_AGO + 10 || bucket >= -1_500) {
        int level = bucket == WEEK_AGO ? 400 : bucket < -20 ? 100 : 160;
        replay.apply(NOW_MS, history(bucket, level + Math.floorMod(bucket * 37, 11)));
      }
    }
    return replay.apply(NOW_MS, advance(0)).apply(NOW_MS, Logs.endHistory(true, 0)).commit();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsLearnedMeanwhileChangesNothingThatWasSaid(boolean restart) {
    for (LogEntry command : List.of(EXPECT, REVERT)) {
      // Given
      Replay replay = goLive().telling();
      replay.apply(NOW_MS + 1_000, live(0, 5_000)).endBatch();
      // When
      replay.apply(NOW_MS + 2_000, command).commit();
      if (restart) {
        replay.restart();
      }
      replay.apply(NOW_MS + 3_000, live(0, 500)).endBatch();
      close(replay);
      // Then
      assertThat(replay.of(Kind.INTERIM)).hasSize(2);
      Expected first = expected(replay.of(Kind.INTERIM).getFirst());
      assertSaidAgain(first, expected(replay.of(Kind.INTERIM).getLast()));
      assertSaidAgain(first, expected(last(replay)));
      assertThat(replay.toldBefore()).containsExactly(last(replay).place());
      // Given: the same log, of which nothing was told
      Replay untold = goLive();
      untold.apply(NOW_MS + 1_000, live(0, 5_000)).endBatch();
      // When
      untold.apply(NOW_MS + 2_000, command).commit().apply(NOW_MS + 3_000, live(0, 500)).endBatch();
      close(untold);
      // Then: the command has changed what is expected, and what is learned is the same
      assertThat(expected(last(untold)).prediction()).isNotEqualTo(first.prediction());
      assertThat(replay.models()).isEqualTo(untold.models());
    }
  }

  @Test
  void aSeriesThatTheSnapshotDoesNotKnowIsStillJudgedByWhatWasSaid() {
    // Given: it has begun after the snapshot
    Replay replay = young();
    replay.apply(NOW_MS + 1_000, live(0, 5_000)).endBatch();
    // When
    replay.apply(NOW_MS + 2_000, REVERT).commit();
    assertThat(replay.shard().models()).isEmpty();
    replay.apply(NOW_MS + 3_000, live(0, 500)).endBatch();
    close(replay);
    // Then
    assertThat(replay.of(Kind.INTERIM)).hasSize(2);
    Told last = last(replay);
    assertThat(last.kind()).isEqualTo(Kind.FINAL);
    assertThat(last.actual()).isEqualTo(5_500);
    assertSaidAgain(expected(replay.of(Kind.INTERIM).getFirst()), expected(last));
    assertThat(expected(last).contributions()).isEmpty();
    assertThat(replay.shard().models()).as("it begins again").containsOnlyKeys(SERIES);
  }

  /** A shard with a snapshot of nothing, whose series has begun since. */
  private static Replay young() {
    Replay replay = new Replay().apply(NOW_MS, Logs.startHistory(-1_441));
    replay.apply(NOW_MS, advance(-1_439)).commit();
    for (int bucket = -100; bucket < 0; bucket++) {
      replay.apply(NOW_MS, history(bucket, 100 + Math.floorMod(bucket * 37, 11)));
    }
    return replay
        .apply(NOW_MS, advance(0))
        .apply(NOW_MS, Logs.endHistory(true, 0))
        .commit()
        .telling();
  }

  @Test
  void aScheduledEventThatIsMadeMeanwhileLeavesALastWord() {
    // Given
    Replay telling = goLive().telling();
    telling.apply(NOW_MS + 1_000, live(0, 5_000)).endBatch();
    // When
    telling.apply(NOW_MS + 2_000, MAINTENANCE).commit().restart();
    telling.apply(NOW_MS + 3_000, live(0, 500)).endBatch();
    close(telling);
    // Then
    assertThat(telling.of(Kind.INTERIM)).as("it is not raised any more").hasSize(1);
    assertThat(last(telling).kind()).isEqualTo(Kind.SCHEDULED_EVENT);
    assertThat(telling.toldBefore()).containsExactly(last(telling).place());
    assertSaidAgain(expected(telling.of(Kind.INTERIM).getFirst()), expected(last(telling)));
  }

  @Test
  void whatWasToldHasALastWordWhenTheJobIsClosedOrBackfilled() {
    for (LogEntry end :
        List.of(
            new LogEntry.Close(SHARD, Logs.closed()),
            new LogEntry.StartHistory(SHARD, Logs.closed(), "session-2", start(0), false))) {
      // Given
      Replay replay = goLive().telling();
      replay.apply(NOW_MS + 1_000, live(0, 5_000)).endBatch();
      replay.apply(NOW_MS + 2_000, live(0, 500)).apply(NOW_MS + 2_000, live(1, 7)).commit();
      // When
      replay.apply(NOW_MS + 3_000, end).commit();
      // Then
      assertThat(replay.of(Kind.JOB_CLOSED)).extracting(Told::actual).containsExactly(5_500.0, 7.0);
      Told told = replay.of(Kind.JOB_CLOSED).getFirst();
      assertThat(replay.toldBefore()).containsExactly(told.place());
      assertSaidAgain(expected(replay.of(Kind.INTERIM).getFirst()), expected(told));
      assertThat(replay.of(Kind.JOB_CLOSED).getLast().expected()).isNull();
    }
  }

  @Test
  void whatWasOnlyTriedIsNotFrozen() {
    // Given
    Replay silent = goLive();
    silent.apply(NOW_MS + 1_000, live(0, 5_000)).endBatch();
    // When
    close(silent);
    // Then
    assertThat(silent.of(Kind.INTERIM)).hasSize(1);
    assertThat(silent.toldBefore()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void withoutACommandInBetweenWhatIsToldEarlyChangesNoFinalResult(long seed) {
    // Given
    List<SeededLog.Step> steps = new SeededLog(seed).withoutLessons();
    // When
    Replay told = SeededLog.replay(new Replay().telling(), steps, new Random(seed), true);
    // Then
    Replay untold = SeededLog.replay(steps);
    assertThat(told.toldBefore()).isNotEmpty();
    assertThat(told.outcomes()).isEqualTo(untold.outcomes());
    assertThat(told.models()).isEqualTo(untold.models());
  }

  private static void close(Replay replay) {
    for (long ms = NOW_MS + 4_000; ms <= passedMs(0); ms += 5_000) {
      replay.apply(ms, Logs.tick());
    }
    replay.apply(passedMs(0), Logs.tick()).commit();
  }

  private static Told last(Replay replay) {
    Told last = replay.results.getLast();
    assertThat(last.start()).isEqualTo(start(0));
    return last;
  }

  private static Expected expected(Told told) {
    return Objects.requireNonNull(told.expected());
  }

  private static void assertSaidAgain(Expected first, Expected later) {
    assertThat(later.prediction()).isEqualTo(first.prediction());
    assertThat(later.context()).isEqualTo(first.context());
  }
}

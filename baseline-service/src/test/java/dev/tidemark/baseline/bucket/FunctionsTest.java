package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.SERIES;
import static dev.tidemark.baseline.bucket.Logs.SHARD;
import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.contract.DetectorFunction;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bucket is to each function: a value, a zero, or nothing. */
class FunctionsTest {

  private static final long NOW_MS = T0 * 1_000;

  private static ShardJob job(DetectorFunction function, boolean live) {
    return Logs.job(SHARD, live, T0, Logs.LATENESS_MS, List.of(function));
  }

  private static Replay history(DetectorFunction function) {
    Replay replay = new Replay();
    return replay.apply(
        NOW_MS,
        new LogEntry.StartHistory(SHARD, job(function, false), Logs.SESSION, start(-100), false));
  }

  /** So many events, each with another host and 100 bytes. */
  private static LogEntry.Update events(int bucket, int number, String session) {
    Aggregate aggregate = new Aggregate();
    aggregate.add(number, number * 100L);
    aggregate.field().addSum(number * 100L, number);
    aggregate.field().addLeast(number);
    aggregate.field().addGreatest(number);
    for (int i = 0; i < number; i++) {
      aggregate.influencer("source.ip").add("10.0.0.1", 1);
      aggregate.field().distinct().add("host-" + i);
    }
    return new LogEntry.Update(
        SHARD,
        "",
        0,
        session,
        List.of(new LogEntry.Counted(SERIES, start(bucket), aggregate)),
        List.of(start(bucket)));
  }

  private static boolean hasZero(DetectorFunction function) {
    return function.value(0, new Aggregate().field()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(DetectorFunction.class)
  void aliveWithoutEventsIsAZeroOrNeitherJudgedNorLearnedButNeverAGap(DetectorFunction function) {
    // When
    Replay replay =
        history(function)
            .apply(NOW_MS, events(-100, 5, Logs.SESSION))
            .apply(NOW_MS, Logs.heartbeat(-99, Logs.SESSION))
            .apply(NOW_MS, events(-98, 5, Logs.SESSION))
            .apply(NOW_MS, Logs.advance(-97))
            .commit();
    // Then
    Kind kind = hasZero(function) ? Kind.FINAL : Kind.NO_VALUE;
    assertThat(replay.results)
        .extracting(Told::kind)
        .containsExactly(Kind.FIRST_BUCKET, kind, Kind.FINAL);
    assertThat(Double.isNaN(replay.results.get(1).actual())).isEqualTo(!hasZero(function));
    assertThat(Objects.requireNonNull(replay.results.get(2).expected()).prediction())
        .satisfies(
            prediction ->
                assertThat(prediction.historyBuckets()).isEqualTo(hasZero(function) ? 2 : 1));
    assertThat(Objects.requireNonNull(replay.chunks.getLast().changes().get(SHARD)).gaps())
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(DetectorFunction.class)
  void aGapIsNothingForAnyFunction(DetectorFunction function) {
    // When
    Replay replay =
        history(function)
            .apply(NOW_MS, events(-100, 5, Logs.SESSION))
            .apply(NOW_MS, Logs.advance(-98))
            .commit();
    // Then
    assertThat(replay.results).extracting(Told::kind).containsExactly(Kind.FIRST_BUCKET);
    assertThat(replay.shard().position().trailingGaps()).isEqualTo(1);
  }

  @Test
  void aSeriesBeginsWithItsFirstValue() {
    // Given: something was counted, but nothing that has a mean
    Aggregate aggregate = new Aggregate();
    aggregate.add(3, 0);
    LogEntry.Update nothing =
        new LogEntry.Update(
            SHARD,
            "",
            0,
            Logs.SESSION,
            List.of(new LogEntry.Counted(SERIES, start(-100), aggregate)),
            List.of(start(-100)));
    // When
    Replay replay =
        history(DetectorFunction.MEAN)
            .apply(NOW_MS, nothing)
            .apply(NOW_MS, events(-99, 5, Logs.SESSION))
            .apply(NOW_MS, Logs.advance(-98))
            .commit();
    // Then
    assertThat(replay.results).extracting(Told::kind).containsExactly(Kind.FIRST_BUCKET);
    assertThat(replay.results.getFirst().start()).isEqualTo(start(-99));
  }

  @ParameterizedTest
  @EnumSource(DetectorFunction.class)
  void onlyWhatCannotBeContradictedIsToldEarly(DetectorFunction function) {
    // Given
    Replay replay = history(function);
    for (int bucket = -100; bucket < 0; bucket++) {
      replay.apply(NOW_MS, events(bucket, 20 + Math.floorMod(bucket, 5), Logs.SESSION));
    }
    replay
        .apply(NOW_MS, Logs.advance(0))
        .apply(NOW_MS, new LogEntry.EndHistory(SHARD, job(function, true), Logs.SESSION))
        .commit();
    // When
    replay.apply(NOW_MS + 1_000, events(0, 3_000, "")).endBatch();
    // Then
    assertThat(replay.of(Kind.INTERIM).isEmpty()).isEqualTo(!function.isSurprisingEarly());
  }

  @Test
  void aDropIsSentWithoutInfluencers() {
    // Given
    Replay replay = history(DetectorFunction.LOW_COUNT);
    for (int bucket = -100; bucket < -1; bucket++) {
      replay.apply(NOW_MS, events(bucket, 20, Logs.SESSION));
    }
    // When
    replay.apply(NOW_MS, events(-1, 2, Logs.SESSION)).apply(NOW_MS, Logs.advance(0)).commit();
    // Then
    Told drop = replay.results.getLast();
    assertThat(drop.actual()).isEqualTo(2);
    assertThat(Objects.requireNonNull(drop.expected()).contributions()).isEmpty();
  }
}

package dev.tidemark.baseline.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log decides: what is judged, expected and late depends on it and on nothing else. */
class LogDecidesTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void resultsDoNotDependOnTheOrderBetweenWatermarkSteps(long seed) {
    // Given
    SeededLog log = new SeededLog(seed);
    // When
    Replay shuffled = SeededLog.replay(log.shuffled(seed));
    // Then
    assertSame(shuffled, SeededLog.replay(log.steps));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void resultsDoNotDependOnHowCountsAreCutIntoUpdates(long seed) {
    // Given
    SeededLog log = new SeededLog(seed);
    // When
    Replay merged = SeededLog.replay(log.merged());
    // Then
    assertSame(merged, SeededLog.replay(log.steps));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void resultsDoNotDependOnTheSizesOfBatchesAndCommits(long seed) {
    // Given
    SeededLog log = new SeededLog(seed);
    // When
    Replay cut = SeededLog.replay(log.steps, new Random(seed), false);
    // Then
    assertSame(cut, SeededLog.replay(log.steps));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void resultsDoNotDependOnRestarts(long seed) {
    // Given
    SeededLog log = new SeededLog(seed);
    // When
    Replay restarted = SeededLog.replay(log.steps, new Random(seed), true);
    // Then
    assertSame(restarted, SeededLog.replay(log.steps));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void partsThatComeAgainChangeNothingEvenAfterRestarts(long seed) {
    // Given
    SeededLog log = new SeededLog(seed);
    // When
    Replay repeated = SeededLog.replay(log.withRepeats(seed), new Random(seed), true);
    // Then
    assertSame(repeated, SeededLog.replay(log.steps));
    assertThat(repeated.shard().statistics().counters().get("duplicate_parts")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void everyEventIsInAResultOrLateOrStillOpen(long seed) {
    // Given
    SeededLog log = new SeededLog(seed);
    // When
    Replay replay = SeededLog.replay(log.steps, new Random(seed), true);
    // Then
    long judged = replay.outcomes().values().stream().mapToLong(Told::events).sum();
    long late = replay.lateEvents().values().stream().mapToLong(Long::longValue).sum();
    assertThat(judged + late + replay.openEvents()).isEqualTo(log.events());
    assertThat(replay.deadLetters).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void anInterimResultIsNeverAboveTheFinalOneAndExpectsTheSame(long seed) {
    // When
    Replay replay = SeededLog.replay(new SeededLog(seed).steps, new Random(seed), true);
    // Then
    Map<String, Told> outcomes = replay.outcomes();
    assertThat(replay.of(Kind.INTERIM)).isNotEmpty();
    for (Told interim : replay.of(Kind.INTERIM)) {
      Told last = Objects.requireNonNull(outcomes.get(interim.place()), interim.place());
      assertThat(last.kind()).isEqualTo(Kind.FINAL);
      assertThat(interim.actual()).isLessThanOrEqualTo(last.actual());
      var told = Objects.requireNonNull(interim.expected());
      var expected = Objects.requireNonNull(last.expected());
      assertThat(told.prediction()).isEqualTo(expected.prediction());
      assertThat(told.context()).isEqualTo(expected.context());
    }
  }

  private static void assertSame(Replay replay, Replay reference) {
    assertThat(reference.of(Kind.FINAL)).hasSizeGreaterThan(150);
    assertThat(reference.of(Kind.NOT_ALIVE)).isNotEmpty();
    assertThat(reference.of(Kind.SCHEDULED_EVENT)).hasSizeGreaterThan(10);
    assertThat(reference.late).isNotEmpty();
    assertThat(replay.outcomes()).isEqualTo(reference.outcomes());
    assertThat(replay.lateEvents()).isEqualTo(reference.lateEvents());
    assertThat(replay.openEvents()).isEqualTo(reference.openEvents());
    assertThat(replay.shard().position()).isEqualTo(reference.shard().position());
    assertThat(replay.models()).isEqualTo(reference.models());
  }
}

package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.SHARD;
import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.SeriesKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

  private static final long NOW_MS = (T0 + 10 * 86_400) * 1_000;
  private static final int DAY = 1_440;
  private static final SeriesKey LATER = SeriesKey.of(1);

  private final Replay replay = new Replay();

  @Test
  void aSnapshotHoldsWhatWasLearnedUntilTheStartOfADayInUtc() {
    // Given: an hour before and after midnight, closed at once
    replay.apply(NOW_MS, Logs.startHistory(-60));
    history(-60, 60);
    // When
    replay.apply(NOW_MS, Logs.advance(60)).commit();
    // Then
    assertThat(replay.snapshots()).containsExactly(T0);
    Chunk taking =
        replay.chunks.stream()
            .filter(
                chunk -> chunk.changes().values().stream().anyMatch(c -> !c.snapshots().isEmpty()))
            .findFirst()
            .orElseThrow();
    assertThat(taking.results().getLast().start())
        .as("nothing of the new day is learned before it is written")
        .isEqualTo(start(-1));
  }

  @Test
  void aRevertGoesBackToTheModelsOfTheSnapshotAndKeepsTheResults() {
    // Given
    replay.apply(NOW_MS, Logs.startHistory(-60));
    history(-60, 0);
    replay.apply(NOW_MS, Logs.advance(0)).commit();
    Map<String, String> before = replay.models();
    history(0, 60);
    replay.apply(NOW_MS, later(10)).apply(NOW_MS, Logs.advance(60)).commit();
    assertThat(replay.shard().models()).containsKey(LATER);
    int results = replay.results.size();
    // When
    replay.apply(NOW_MS, new LogEntry.Revert(SHARD, T0)).commit();
    // Then
    assertThat(replay.models()).isEqualTo(before);
    assertThat(replay.shard().models()).doesNotContainKey(LATER);
    assertThat(replay.results).hasSize(results);
    assertThat(replay.shard().statistics().counters()).containsEntry("reverts", 1L);
    // When
    replay.restart();
    // Then
    assertThat(replay.models()).isEqualTo(before);
    // When: it goes on from there
    history(60, 61);
    replay.apply(NOW_MS, later(60)).apply(NOW_MS, Logs.advance(61)).commit();
    // Then
    assertThat(replay.models()).isNotEqualTo(before);
    assertThat(replay.of(BucketResult.Kind.FIRST_BUCKET))
        .extracting(Told::series)
        .containsExactly(Logs.SERIES, LATER, LATER);
  }

  @Test
  void aSnapshotThatIsUnknownChangesNothing() {
    // Given
    replay.apply(NOW_MS, Logs.startHistory(0));
    history(0, 10);
    replay.apply(NOW_MS, Logs.advance(10)).commit();
    Map<String, String> before = replay.models();
    // When
    replay.apply(NOW_MS, new LogEntry.Revert(SHARD, T0 - 86_400)).commit();
    // Then
    assertThat(replay.models()).isEqualTo(before).isNotEmpty();
  }

  @Test
  void aSnapshotOfLaterThanTheShardIsADeadLetter() {
    // Given
    replay.apply(NOW_MS, Logs.startHistory(0));
    history(0, 10);
    replay.apply(NOW_MS, Logs.advance(10)).commit();
    Map<String, String> before = replay.models();
    // When
    replay.apply(NOW_MS, new LogEntry.Revert(SHARD, T0 + 10 * 86_400)).commit();
    // Then
    assertThat(replay.models()).isEqualTo(before).isNotEmpty();
    assertThat(replay.chunks.getLast().deadLetters())
        .extracting(Chunk.DeadLetter::reason)
        .containsExactly("snapshot_ahead");
  }

  @Test
  void everyDayOfAGapHasItsSnapshot() {
    replay.apply(NOW_MS, Logs.startHistory(-1));
    history(-1, 0);
    // When
    replay.apply(NOW_MS, Logs.advance(3 * DAY)).commit();
    // Then
    assertThat(replay.snapshots())
        .isEqualTo(List.of(T0, T0 + 86_400, T0 + 2 * 86_400, T0 + 3 * 86_400));
  }

  private void history(int first, int end) {
    for (int bucket = first; bucket < end; bucket++) {
      replay.apply(NOW_MS, Logs.history(bucket, 100 + Math.floorMod(bucket * 37, 11)));
    }
  }

  private static LogEntry.Update later(int bucket) {
    return new LogEntry.Update(
        SHARD,
        "",
        0,
        Logs.SESSION,
        List.of(new LogEntry.Counted(LATER, start(bucket), Logs.counted(10))),
        List.of(start(bucket)));
  }
}

package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.SERIES;
import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.advance;
import static dev.tidemark.baseline.bucket.Logs.history;
import static dev.tidemark.baseline.bucket.Logs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.model.Prediction;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LateUpdatesTest {

  private static final long NOW_MS = T0 * 1_000;

  private final Replay replay = new Replay().apply(NOW_MS, Logs.startHistory(-2_000));

  @Test
  void lateUpdatesNeverTouchAModel() {
    // Given
    judge(-2_000, 20);
    byte[] baseline = model().baseline().encode();
    byte[] usual = model().usual().encode();
    Prediction prediction = model().baseline().predict(Instant.ofEpochSecond(start(-1_980)));
    // When
    replay.apply(NOW_MS, history(-1_985, 5_000)).commit();
    // Then
    assertThat(model().baseline().encode()).isEqualTo(baseline);
    assertThat(model().usual().encode()).isEqualTo(usual);
    assertThat(model().baseline().predict(Instant.ofEpochSecond(start(-1_980))))
        .isEqualTo(prediction);
    assertThat(replay.lateEvents().values()).containsExactly(5_000L);
    assertThat(replay.outcomes()).hasSize(20);
  }

  @Test
  void whatIsADayBehindTheWatermarkCannotBeRepaired() {
    // Given
    judge(-2_000, 10);
    replay.apply(NOW_MS, advance(-500)).commit();
    // When
    replay.apply(NOW_MS, history(-1_941, 1)).apply(NOW_MS, history(-1_940, 1)).commit();
    // Then
    assertThat(replay.late).extracting(LateUpdate::repairable).containsExactly(false, true);
  }

  @Test
  void aLateUpdateWaitsUntilTheResultItChangesIsCommitted() {
    // Given
    replay.apply(NOW_MS, history(-2_000, 5)).apply(NOW_MS, advance(-1_999));
    assertThat(replay.chunk().results()).hasSize(1);
    // When
    replay.apply(NOW_MS, history(-2_000, 1)).commit();
    // Then
    assertThat(replay.chunks).hasSize(2);
    assertThat(replay.chunks.getFirst().late()).isEmpty();
    assertThat(replay.chunks.getLast().late()).hasSize(1);
  }

  @Test
  void manyLateUpdatesShareAChunk() {
    // Given
    judge(-2_000, 10);
    // When
    for (int i = 0; i < 50; i++) {
      replay.apply(NOW_MS, history(-2_000 + i % 10, 1));
    }
    // Then
    assertThat(replay.chunk().late()).hasSize(50);
  }

  @Test
  void whatComesForAClosedJobIsKeptAsLate() {
    // Given
    judge(-2_000, 3);
    replay.apply(NOW_MS, new LogEntry.Close(Logs.SHARD, Logs.closed()));
    // When
    replay.apply(NOW_MS, Logs.live(0, 4)).commit();
    // Then
    assertThat(replay.lateEvents().values()).containsExactly(4L);
    assertThat(replay.openEvents()).isZero();
    assertThat(replay.late.getFirst().shard().mode()).isEqualTo(ShardMode.CLOSED);
  }

  private void judge(int first, int buckets) {
    for (int bucket = first; bucket < first + buckets; bucket++) {
      replay.apply(NOW_MS, history(bucket, 100 + bucket % 7));
    }
    replay.apply(NOW_MS, advance(first + buckets)).commit();
  }

  private SeriesModel model() {
    return Objects.requireNonNull(replay.shard().models().get(SERIES));
  }
}

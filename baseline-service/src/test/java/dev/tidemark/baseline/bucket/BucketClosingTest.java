package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.SERIES;
import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.advance;
import static dev.tidemark.baseline.bucket.Logs.heartbeat;
import static dev.tidemark.baseline.bucket.Logs.history;
import static dev.tidemark.baseline.bucket.Logs.live;
import static dev.tidemark.baseline.bucket.Logs.passedMs;
import static dev.tidemark.baseline.bucket.Logs.silent;
import static dev.tidemark.baseline.bucket.Logs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.contract.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BucketClosingTest {

  private static final long NOW_MS = T0 * 1_000;

  private final Replay replay = new Replay().apply(NOW_MS, Logs.startHistory(-10_000));

  @Test
  void aSeriesBeginsWithItsFirstBucketAndIsJudgedFromTheNextOn() {
    // When
    replay
        .apply(NOW_MS, history(-10_000, 5))
        .apply(NOW_MS, history(-9_999, 6))
        .apply(NOW_MS, advance(-9_998))
        .commit();
    // Then
    assertThat(replay.results)
        .extracting(Told::kind)
        .containsExactly(Kind.FIRST_BUCKET, Kind.FINAL);
    assertThat(replay.results.getFirst().expected()).isNull();
    assertThat(historyBuckets(replay.results.getLast())).isEqualTo(1);
  }

  @Test
  void aliveWithoutEventsIsZeroJudgedAndLearned() {
    // When
    replay
        .apply(NOW_MS, history(-10_000, 5))
        .apply(NOW_MS, heartbeat(-9_999, Logs.SESSION))
        .apply(NOW_MS, history(-9_998, 5))
        .apply(NOW_MS, advance(-9_997))
        .commit();
    // Then
    assertThat(replay.results).extracting(Told::actual).containsExactly(5.0, 0.0, 5.0);
    assertThat(historyBuckets(replay.results.getLast())).isEqualTo(2);
  }

  @Test
  void aGapIsNeitherJudgedNorLearned() {
    // When
    replay
        .apply(NOW_MS, history(-10_000, 5))
        .apply(NOW_MS, history(-9_997, 5))
        .apply(NOW_MS, advance(-9_996))
        .commit();
    // Then
    assertThat(replay.results)
        .extracting(Told::start)
        .containsExactly(start(-10_000), start(-9_997));
    assertThat(historyBuckets(replay.results.getLast())).isEqualTo(1);
    assertThat(changes().gaps()).isEqualTo(2);
    assertThat(replay.shard().position().trailingGaps()).isZero();
  }

  @Test
  void whatIsCountedInABucketThatIsNotAliveIsKeptButNotJudged() {
    // Given
    Replay live = new Replay().apply(NOW_MS, Logs.open(0));
    // When
    live.apply(NOW_MS, live(0, 5)).apply(NOW_MS, silent(1, 7)).apply(NOW_MS, live(2, 6));
    for (long ms = NOW_MS; ms <= passedMs(2); ms += 5_000) {
      live.apply(ms, Logs.tick());
    }
    live.commit();
    // Then
    assertThat(live.of(Kind.NOT_ALIVE)).extracting(Told::events).containsExactly(7L);
    assertThat(historyBuckets(live.of(Kind.FINAL).getFirst())).isEqualTo(1);
  }

  @Test
  void gapsAtTheEndAreCountedAcrossChunks() {
    // When
    replay
        .apply(NOW_MS, history(-10_000, 5))
        .apply(NOW_MS, advance(-9_998))
        .commit()
        .apply(NOW_MS, advance(-9_990))
        .commit();
    // Then
    assertThat(replay.shard().position().trailingGaps()).isEqualTo(9);
    assertThat(changes().closedFrom()).isEqualTo(start(-9_998));
    assertThat(changes().closedIn()).isEqualTo(ShardMode.HISTORY);
  }

  @Test
  void aLongGapNeedsNoRoom() {
    // When
    replay.apply(NOW_MS, advance(0));
    // Then
    assertThat(replay.chunk().changes().get(Logs.SHARD))
        .satisfies(
            changes -> {
              assertThat(changes.gaps()).isEqualTo(10_000);
              assertThat(changes.removed()).isEmpty();
            });
  }

  @Test
  void manyClosingsAreCutIntoChunksAndARestartBetweenThemChangesNothing() {
    // Given
    for (int bucket = 0; bucket < 40; bucket++) {
      replay.apply(NOW_MS, manySeries(bucket - 10_000));
    }
    replay.commit();
    // When
    Replay whole = replay.apply(NOW_MS, advance(-9_960)).restart();
    whole.apply(NOW_MS, Logs.tick()).commit();
    // Then
    assertThat(whole.outcomes()).hasSize(40 * 100);
    assertThat(whole.chunks)
        .allSatisfy(chunk -> assertThat(chunk.results()).hasSizeLessThanOrEqualTo(1_000));
    assertThat(whole.chunks.stream().filter(chunk -> !chunk.results().isEmpty())).hasSize(4);
  }

  private static LogEntry.Update manySeries(int bucket) {
    List<LogEntry.Counted> counted = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      SeriesKey series = new SeriesKey(SERIES.detector(), "", "by-" + i);
      counted.add(new LogEntry.Counted(series, start(bucket), Logs.counted(10 + i)));
    }
    return new LogEntry.Update(Logs.SHARD, "", 0, Logs.SESSION, counted, List.of(start(bucket)));
  }

  private Chunk.Changes changes() {
    return Objects.requireNonNull(replay.chunks.getLast().changes().get(Logs.SHARD));
  }

  private static long historyBuckets(Told told) {
    return Objects.requireNonNull(told.expected()).prediction().historyBuckets();
  }
}

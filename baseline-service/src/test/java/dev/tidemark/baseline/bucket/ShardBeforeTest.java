package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.baseline.model.Baseline;
import dev.tidemark.baseline.model.Baselines;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShardBeforeTest {

  private static final int LEARNED = 15 * 1_440;
  private static final Instant NOW = Instant.ofEpochSecond(T0 + LEARNED * Logs.SPAN);

  private final ShardJob job = Logs.job(Logs.SHARD, true, T0);
  private final ShardState shard =
      new ShardState(
          Logs.SHARD,
          job,
          new ShardState.Position(ShardMode.LIVE, 0, 0, T0, 0, 0, "", 0, false),
          new ShardStatistics(Map.of()));

  private static SeriesKey host(int detector, String name) {
    return new SeriesKey(detector, "", name);
  }

  /** A host of detector 0 that swings each day. */
  private void known(String name, int level) {
    Baseline baseline = Baselines.start(job.span(), job.zone());
    for (int i = 0; i < LEARNED; i++) {
      double swing = StrictMath.sin(i / 1_440.0 * 2 * Math.PI);
      baseline.learn(Instant.ofEpochSecond(T0 + i * Logs.SPAN), level * (100 + 50 * swing));
    }
    shard.models().put(host(0, name), SeriesModel.start(job, baseline));
  }

  private static boolean borrows(SeriesModel model) {
    return model.baseline().predict(NOW).borrowed();
  }

  @Test
  void aSeriesBeginsWithWhatTheOthersOfItsDetectorHaveInCommonAsTheyStoodBefore() {
    // Given
    known("a", 1);
    known("b", 3);
    known("c", 9);
    SeriesKey first = host(0, "d");
    SeriesKey second = host(0, "e");
    SeriesKey other = host(1, "d");
    ShardBefore before = ShardBefore.of(shard, List.of(host(0, "a"), first, second, other));
    byte[] beginning = before.start(first).baseline().encode();
    // When
    shard.models().values().forEach(model -> model.baseline().learn(NOW, 50_000));
    shard.models().put(first, before.start(first));
    shard.models().get(first).baseline().learn(NOW, 50_000);
    // Then
    assertThat(borrows(before.start(second))).isTrue();
    assertThat(before.start(second).baseline().encode()).isEqualTo(beginning);
    assertThat(borrows(before.start(other))).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> before.start(host(2, "d")));
  }

  @Test
  void onlySeriesThatWereActiveWithinAWeekAreWatched() {
    // Given: the detector is split over four shards
    ShardJob split =
        new ShardJob(
            "a",
            "a",
            job.span(),
            job.zone(),
            0,
            List.of(DetectorFunction.HIGH_COUNT),
            List.of(true),
            4,
            10,
            0,
            0,
            true,
            T0,
            Calendar.EMPTY,
            false,
            () -> new byte[0]);
    long now = T0 + 30 * 86_400;
    ShardState state =
        new ShardState(
            Logs.SHARD,
            split,
            new ShardState.Position(ShardMode.LIVE, 0, 0, now, 0, 0, "", 0, false),
            new ShardStatistics(Map.of()));
    for (int host = 0; host < 5; host++) {
      Baseline baseline = Baselines.start(job.span(), job.zone());
      // Active so many days ago, and empty since.
      baseline.learn(Instant.ofEpochSecond(now - host * 3L * 86_400 - Logs.SPAN), 100);
      baseline.learn(Instant.ofEpochSecond(now), 0);
      state.models().put(host(0, "host-" + host), SeriesModel.start(split, baseline));
    }
    // Then: today, 3 and 6 days ago
    assertThat(ShardBefore.of(state, List.of(host(0, "new"))).seriesWatched()).isEqualTo(12);
  }

  @Test
  void theFirstSeriesBeginsWithNothing() {
    SeriesKey first = host(0, "a");
    assertThat(borrows(ShardBefore.of(shard, List.of(first)).start(first))).isFalse();
  }
}

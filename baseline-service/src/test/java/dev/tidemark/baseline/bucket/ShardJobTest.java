package dev.tidemark.baseline.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardJobTest {

  private static ShardJob job(int shards, Boolean... split) {
    return new ShardJob(
        "a",
        "a",
        BucketSpan.ofSeconds(900),
        ZoneOffset.UTC,
        0,
        List.of(split).stream().map(_ -> DetectorFunction.LOW_COUNT).toList(),
        List.of(split),
        shards,
        10,
        100,
        2,
        true,
        0,
        Calendar.EMPTY,
        false,
        () -> new byte[0]);
  }

  private static List<SeriesKey> hosts(int detector, int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> new SeriesKey(detector, "", "host-" + i))
        .toList();
  }

  @Test
  void theCustomRuleMeasuresADropTheOtherWayRound() {
    // When
    ShardJob job = job(1, false);
    // Then: a drop to half or less, of at least 100
    assertThat(job.skips(true, 0, 1_000)).isFalse();
    assertThat(job.skips(true, 500, 1_000)).isFalse();
    assertThat(job.skips(true, 501, 1_000)).isTrue();
    assertThat(job.skips(true, 1, 99)).isTrue();
    assertThat(job.skips(false, 2_000, 1_000)).isFalse();
    assertThat(job.skips(false, 1_999, 1_000)).isTrue();
    assertThat(job.skips(false, 500, 1_000)).isTrue();
  }

  @Test
  void aDetectorThatIsNotSplitIsOneSeriesHoweverManyShardsThereAre() {
    assertThat(job(8, false).seriesWatched(List.of())).isEqualTo(1);
    assertThat(job(8, false, false).seriesWatched(List.of(SeriesKey.of(1)))).isEqualTo(2);
  }

  @Test
  void ofASplitDetectorEachShardIsTakenToHoldAsManySeriesAsThisOne() {
    assertThat(job(1, true).seriesWatched(hosts(0, 30))).isEqualTo(30);
    assertThat(job(8, true).seriesWatched(hosts(0, 30))).isEqualTo(240);
    assertThat(job(8, false, true).seriesWatched(hosts(1, 30))).isEqualTo(241);
    assertThat(job(8, true).seriesWatched(List.of())).isEqualTo(1);
  }
}

package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.contract.BucketSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiblingsTest {

  private static final Duration HALF_HOUR = Duration.ofMinutes(30);
  private static final BucketSpan SPAN = new BucketSpan(HALF_HOUR);
  private static final int DAY = 48;
  private static final int BEGIN = 21 * DAY + 17;

  /** Series of one rhythm and different levels. */
  private static List<Baseline> siblings(int number, int buckets) {
    List<Baseline> siblings = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      siblings.add(new Traffic(100 + i, HALF_HOUR, 50 * (i + 1) * (i + 1)).learned(buckets));
    }
    return siblings;
  }

  /** Series that had a value every other day. */
  private static List<Baseline> sparse(int number) {
    List<Baseline> siblings = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Traffic traffic = new Traffic(i, HALF_HOUR, 500);
      Baseline baseline = alone();
      for (int bucket = 0; bucket < BEGIN; bucket += 2 * DAY) {
        baseline.learn(traffic.start(bucket), 500);
      }
      siblings.add(baseline);
    }
    return siblings;
  }

  private static Baseline begun(List<Baseline> siblings) {
    return Baselines.start(SPAN, Traffic.UTC, siblings);
  }

  private static Baseline alone() {
    return Baselines.start(SPAN, Traffic.UTC);
  }

  /** Mean distance of typical from what is truly expected, as a share of it, over some buckets. */
  private static double error(Baseline baseline, Traffic traffic, int from, int to) {
    double sum = 0;
    for (int i = BEGIN; i < to; i++) {
      if (i >= from) {
        double typical = baseline.predict(traffic.start(i)).typical();
        sum += Math.abs(typical - traffic.expected(i)) / traffic.expected(i);
      }
      baseline.learn(traffic.start(i), traffic.count(i));
    }
    return sum / (to - from);
  }

  @ParameterizedTest
  @ValueSource(doubles = {40, 400, 40_000})
  void aNewSeriesKnowsTheRhythmOfItsSiblingsFromTheStart(double mean) {
    // Given
    List<Baseline> siblings = siblings(5, BEGIN);
    int from = BEGIN + 4;
    // When
    double lent = error(begun(siblings), new Traffic(7, HALF_HOUR, mean), from, BEGIN + 3 * DAY);
    double own = error(alone(), new Traffic(7, HALF_HOUR, mean), from, BEGIN + 3 * DAY);
    // Then
    assertThat(lent).isLessThan(0.2).isLessThan(own / 2);
  }

  /** A series begins in the middle of a bucket. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02, 0.2, 5})
  void aFirstBucketThatIsNotAWholeOneDoesNoHarm(double part) {
    // Given
    List<Baseline> siblings = siblings(5, BEGIN);
    Baseline lent = begun(siblings);
    Baseline own = alone();
    Traffic traffic = new Traffic(7, HALF_HOUR, 400);
    double first = Math.rint(part * traffic.expected(BEGIN - 1));
    lent.learn(traffic.start(BEGIN - 1), first);
    own.learn(traffic.start(BEGIN - 1), first);
    // When
    int from = BEGIN + 4;
    double lentError = error(lent, new Traffic(7, HALF_HOUR, 400), from, BEGIN + DAY);
    double ownError = error(own, new Traffic(7, HALF_HOUR, 400), from, BEGIN + DAY);
    // Then: a first value of nothing borrows nothing
    assertThat(lentError).isLessThanOrEqualTo(part == 0 ? ownError * 1.01 : ownError / 2);
  }

  @Test
  void whatIsBorrowedIsSaidUntilTheSeriesHasLearnedItsOwn() {
    // Given
    Traffic traffic = new Traffic(7, HALF_HOUR, 400);
    Baseline baseline = begun(siblings(5, BEGIN));
    // When
    baseline.learn(traffic.start(BEGIN), traffic.count(BEGIN));
    // Then
    Prediction second = baseline.predict(traffic.start(BEGIN + 1));
    assertThat(second.borrowed()).isTrue();
    assertThat(second.daily()).isTrue();
    assertThat(second.historyBuckets()).isEqualTo(1);
    assertThat(baseline.predict(traffic.start(BEGIN + 14 * DAY - 1)).borrowed()).isTrue();
    assertThat(baseline.predict(traffic.start(BEGIN + 14 * DAY)).borrowed()).isFalse();
  }

  @Test
  void itsOwnEvidenceOutweighsWhatDoesNotFit() {
    // Given: siblings swing from 160 to 640, this series does not
    Baseline baseline = begun(siblings(5, BEGIN));
    Traffic clock = new Traffic(7, HALF_HOUR, 400);
    // When
    for (int i = BEGIN; i < BEGIN + 7 * DAY; i++) {
      baseline.learn(clock.start(i), 400 + i % 7);
    }
    // Then
    for (int i = BEGIN + 7 * DAY; i < BEGIN + 8 * DAY; i++) {
      assertThat(baseline.predict(clock.start(i)).typical()).isCloseTo(400, within(100.0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 500})
  void restartAtAnyPointEqualsNoRestart(int buckets) {
    // Given
    Baseline kept = begun(siblings(3, BEGIN));
    Traffic traffic = new Traffic(9, HALF_HOUR, 70);
    for (int i = BEGIN; i < BEGIN + buckets; i++) {
      kept.learn(traffic.start(i), traffic.count(i));
    }
    // When
    Baseline restarted = Baselines.decode(kept.encode(), SPAN, Traffic.UTC);
    // Then
    for (int i = BEGIN + buckets; i < BEGIN + buckets + 100; i++) {
      assertThat(restarted.predict(traffic.start(i))).isEqualTo(kept.predict(traffic.start(i)));
      double actual = traffic.count(i);
      kept.learn(traffic.start(i), actual);
      restarted.learn(traffic.start(i), actual);
    }
    assertThat(restarted.encode()).isEqualTo(kept.encode());
  }

  @Test
  void fewOrYoungSiblingsLendNothing() {
    assertThat(begun(siblings(2, BEGIN)).encode()).isEqualTo(alone().encode());
    assertThat(begun(siblings(5, 13 * DAY)).encode()).isEqualTo(alone().encode());
    assertThat(begun(sparse(5)).encode()).isEqualTo(alone().encode());
    assertThat(begun(siblings(3, BEGIN)).encode()).isNotEqualTo(alone().encode());
  }

  @Test
  void siblingsThatDifferMoreThanTheyAreAlikeLendNothing() {
    // Given: each rests while another works
    List<Baseline> siblings = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Traffic traffic = new Traffic(i, HALF_HOUR, 500);
      Baseline baseline = alone();
      for (int bucket = 0; bucket < BEGIN; bucket++) {
        baseline.learn(traffic.start(bucket), traffic.expected(bucket + i * DAY / 6));
      }
      siblings.add(baseline);
    }
    // Then
    assertThat(begun(siblings).encode()).isEqualTo(alone().encode());
  }

  @Test
  void siblingsAreNotChanged() {
    // Given
    List<Baseline> siblings = siblings(3, BEGIN);
    List<byte[]> before = siblings.stream().map(Baseline::encode).toList();
    // When
    Traffic traffic = new Traffic(9, HALF_HOUR, 70);
    begun(siblings).learn(traffic.start(BEGIN), 7);
    // Then
    assertThat(siblings.stream().map(Baseline::encode).toList())
        .usingElementComparator(Arrays::compare)
        .isEqualTo(before);
  }
}

package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.contract.BucketSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalBaselineTest {

  private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);
  private static final Duration FOUR_WEEKS = Duration.ofDays(28);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void restartAtAnyPointEqualsNoRestart(long seed) {
    // Given
    Traffic traffic = new Traffic(seed, QUARTER_HOUR, 40);
    Baseline kept = Baselines.start(traffic.span(), Traffic.UTC);
    Baseline restarted = Baselines.start(traffic.span(), Traffic.UTC);
    for (int i = 0; i < 2_500; i++) {
      double actual = traffic.count(i);
      // When
      restarted = Baselines.decode(restarted.encode(), traffic.span(), Traffic.UTC);
      // Then
      assertThat(restarted.predict(traffic.start(i))).isEqualTo(kept.predict(traffic.start(i)));
      assertThat(restarted.context(traffic.start(i))).isEqualTo(kept.context(traffic.start(i)));
      kept.learn(traffic.start(i), actual);
      restarted.learn(traffic.start(i), actual);
    }
    assertThat(restarted.encode()).isEqualTo(kept.encode());
  }

  @Test
  void sameStreamGivesTheSameBytes() {
    // Given
    int buckets = 1_000;
    // When
    byte[] first = new Traffic(5, QUARTER_HOUR, 7).learned(buckets).encode();
    byte[] second = new Traffic(5, QUARTER_HOUR, 7).learned(buckets).encode();
    // Then
    assertThat(second).isEqualTo(first);
  }

  @Test
  void predictingChangesNothing() {
    // Given
    Traffic traffic = new Traffic(1, QUARTER_HOUR, 40);
    Baseline baseline = traffic.learned(500);
    byte[] before = baseline.encode();
    // When
    baseline.predict(traffic.start(500));
    baseline.predict(traffic.start(5_000));
    baseline.context(traffic.start(500));
    // Then
    assertThat(baseline.encode()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 60, 420, 900, 3_600, 7_000, 21_600, 86_400})
  void stateFitsFourKibibytesAtAnySpan(long seconds) {
    // Given
    BucketSpan span = BucketSpan.ofSeconds(seconds);
    Baseline baseline = Baselines.start(span, Traffic.UTC);
    // When
    for (int i = 0; i < 50; i++) {
      baseline.learn(span.floor(Traffic.MONDAY).plusSeconds(i * seconds), i);
    }
    // Then
    assertThat(baseline.encode()).hasSizeLessThanOrEqualTo(4_096);
  }

  /** All that stood out in a week is kept besides. */
  @Test
  void stateFitsFourKibibytesWhenItIsFull() {
    // Given
    Traffic traffic = new Traffic(8, QUARTER_HOUR, 400);
    Baseline baseline = Baselines.start(traffic.span(), Traffic.UTC);
    // When: bursts at many times of the week
    for (int i = 0; i < traffic.buckets(FOUR_WEEKS); i++) {
      baseline.learn(traffic.start(i), traffic.count(i) * (i % 7 == 0 ? 9 : 1));
    }
    // Then
    assertThat(baseline.encode()).hasSizeBetween(3_900, 4_096);
  }

  @ParameterizedTest
  @ValueSource(longs = {300, 900, 3_600})
  void fourWeeksTeachTheRhythm(long seconds) {
    // Given
    Traffic traffic = new Traffic(3, Duration.ofSeconds(seconds), 400);
    int learned = traffic.buckets(FOUR_WEEKS);
    // When
    Baseline baseline = traffic.learned(learned);
    // Then
    for (int i = learned; i < learned + traffic.buckets(Duration.ofDays(7)); i++) {
      Prediction prediction = baseline.predict(traffic.start(i));
      assertThat(prediction.typical())
          .as("bucket %d", i - learned)
          .isCloseTo(traffic.expected(i), within(0.4 * traffic.expected(i)));
      assertThat(prediction.daily()).isTrue();
      assertThat(prediction.weekly()).isTrue();
      baseline.learn(traffic.start(i), traffic.count(i));
    }
  }

  @Test
  void floodStandsOutAndTeachesLittle() {
    // Given
    Traffic traffic = new Traffic(3, QUARTER_HOUR, 400);
    int learned = traffic.buckets(FOUR_WEEKS);
    Baseline baseline = traffic.learned(learned);
    Prediction before = baseline.predict(traffic.start(learned + 96));
    // When
    for (int i = learned; i < learned + 8; i++) {
      double flood = 6 * traffic.expected(i);
      assertThat(baseline.predict(traffic.start(i)).residual(flood)).isGreaterThan(6);
      baseline.learn(traffic.start(i), flood);
    }
    // Then
    Prediction after = baseline.predict(traffic.start(learned + 96));
    assertThat(after.typical()).isCloseTo(before.typical(), within(0.35 * before.typical()));
    assertThat(after.residual(6 * traffic.expected(learned + 96))).isGreaterThan(6);
  }

  @Test
  void outageNeitherSurprisesNorTeaches() {
    // Given: from Thursday midnight to noon nothing is called
    Traffic traffic = new Traffic(4, QUARTER_HOUR, 200);
    int learned = traffic.buckets(Duration.ofDays(31));
    Baseline baseline = traffic.learned(learned);
    byte[] before = baseline.encode();
    int back = learned + traffic.buckets(Duration.ofHours(12));
    // When
    Prediction prediction = baseline.predict(traffic.start(back));
    // Then
    assertThat(baseline.encode()).isEqualTo(before);
    assertThat(prediction.residual(traffic.expected(back))).isBetween(-2.0, 2.0);
  }

  @Test
  void levelShiftIsFollowedAndTheShapeKept() {
    // Given
    Traffic traffic = new Traffic(6, QUARTER_HOUR, 400);
    int learned = traffic.buckets(FOUR_WEEKS);
    Baseline baseline = traffic.learned(learned);
    traffic.multiply(4);
    // When: two days of the new level
    int until = learned + traffic.buckets(Duration.ofDays(2));
    for (int i = learned; i < until; i++) {
      baseline.learn(traffic.start(i), traffic.count(i));
    }
    // Then
    for (int i = until; i < until + 96; i++) {
      assertThat(baseline.predict(traffic.start(i)).residual(traffic.expected(i)))
          .as("bucket %d of the third day", i - until)
          .isBetween(-3.5, 3.5);
    }
    double night = baseline.predict(traffic.start(until + 72)).typical();
    double day = baseline.predict(traffic.start(until + 24)).typical();
    assertThat(day).isGreaterThan(1.8 * night);
  }

  @Test
  void fewEventsInAQuietSeriesAreNoBigSurprise() {
    // Given
    Traffic traffic = new Traffic(1, QUARTER_HOUR, 0);
    Baseline baseline = traffic.learned(2_000);
    // When
    Prediction prediction = baseline.predict(traffic.start(2_000));
    // Then
    assertThat(prediction.typical()).isZero();
    assertThat(prediction.residual(1)).isLessThan(2);
    assertThat(prediction.residual(3)).isLessThan(3);
    assertThat(prediction.residual(100)).isGreaterThan(6);
  }

  @Test
  void burstsThatComeAllTheTimeAreUsual() {
    // Given: nothing in four buckets of five, megabytes in the fifth
    Baseline baseline = Baselines.start(new BucketSpan(QUARTER_HOUR), Traffic.UTC);
    Traffic traffic = new Traffic(1, QUARTER_HOUR, 0);
    // When
    for (int i = 0; i < 1_000; i++) {
      baseline.learn(traffic.start(i), i % 5 == 0 ? 2e6 : 0);
    }
    // Then
    assertThat(baseline.predict(traffic.start(1_000)).residual(2e6)).isLessThan(4);
    assertThat(baseline.predict(traffic.start(1_000)).residual(2e9)).isGreaterThan(20);
  }

  @Test
  void profilesFollowLocalTimeOverAClockChange() {
    // Given: busy at 09:00 in Berlin every day; clocks go forward on 2026-03-29
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    BucketSpan hour = BucketSpan.ofSeconds(3_600);
    Baseline baseline = Baselines.start(hour, berlin);
    Instant change = Instant.parse("2026-03-29T01:00:00Z");
    for (Instant at = change.minus(FOUR_WEEKS); at.isBefore(change); at = at.plus(hour.length())) {
      baseline.learn(at, at.atZone(berlin).getHour() == 9 ? 5_000 : 100);
    }
    // When
    Prediction busy = baseline.predict(Instant.parse("2026-03-30T07:00:00Z"));
    Prediction quiet = baseline.predict(Instant.parse("2026-03-30T08:00:00Z"));
    // Then
    assertThat(busy.typical()).isGreaterThan(3 * quiet.typical());
  }

  @Test
  void nothingLearnedExpectsNothing() {
    // Given
    Baseline baseline = Baselines.start(new BucketSpan(QUARTER_HOUR), Traffic.UTC);
    // When
    Prediction prediction = baseline.predict(Traffic.MONDAY);
    // Then
    assertThat(prediction.historyBuckets()).isZero();
    assertThat(prediction.scale()).isPositive();
    assertThat(baseline.context(Traffic.MONDAY).recentResiduals()).isEmpty();
    assertThat(baseline.context(Traffic.MONDAY).above().reach()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
  void refusesWhatCannotBeACount(double actual) {
    // Given
    Baseline baseline = Baselines.start(new BucketSpan(QUARTER_HOUR), Traffic.UTC);
    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baseline.learn(Traffic.MONDAY, actual))
        .withMessageContaining(String.valueOf(actual));
  }

  @Test
  void refusesABucketThatIsNotAfterTheLastOne() {
    // Given
    Baseline baseline = Baselines.start(new BucketSpan(QUARTER_HOUR), Traffic.UTC);
    baseline.learn(Traffic.MONDAY, 1);
    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baseline.learn(Traffic.MONDAY, 1))
        .withMessageContaining("is not after the last one");
  }

  @Test
  void absurdValueLeavesTheStateUsable() {
    // Given
    Traffic traffic = new Traffic(1, QUARTER_HOUR, 40);
    Baseline baseline = traffic.learned(1_000);
    // When
    baseline.learn(traffic.start(1_000), Double.MAX_VALUE);
    // Then
    Prediction prediction = baseline.predict(traffic.start(1_001));
    assertThat(prediction.location()).isFinite();
    assertThat(prediction.scale()).isFinite().isPositive();
    assertThat(prediction.residual(traffic.expected(1_001))).isBetween(-4.0, 4.0);
  }
}

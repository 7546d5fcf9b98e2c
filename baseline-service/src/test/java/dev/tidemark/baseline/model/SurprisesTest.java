package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.surprise.Direction;
import dev.tidemark.contract.surprise.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What surprises a series that has learned four weeks, and what does not. */
class SurprisesTest {

  private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);
  private static final int DAY = 96;
  private static final int FOUR_WEEKS = 28 * DAY;
  // Once a week, in a series like most.
  private static final double WEEKLY = 6.5;

  /** Size of the surprise above. */
  private static double size(Baseline baseline, Traffic traffic, int bucket, double actual) {
    Prediction prediction = baseline.predict(traffic.start(bucket));
    ScoreContext context = baseline.context(traffic.start(bucket));
    return surroundings(prediction, context)
        .of(prediction.residual(actual), Direction.ABOVE, context.above().reach())
        .size();
  }

  private static Surroundings surroundings(Prediction prediction, ScoreContext context) {
    return new Surroundings(
        prediction.allowedAbove(),
        prediction.allowedBelow(),
        context.carried(),
        context.jumpScale(),
        array(context.recentResiduals()),
        context.recentResiduals().size(),
        array(context.sumScales()));
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static List<Integer> surprising(
      Baseline baseline, Traffic traffic, int from, double[] actuals) {
    List<Integer> surprising = new ArrayList<>();
    for (int i = 0; i < actuals.length; i++) {
      if (size(baseline, traffic, from + i, actuals[i]) > WEEKLY) {
        surprising.add(i);
      }
      baseline.learn(traffic.start(from + i), actuals[i]);
    }
    return surprising;
  }

  private static double[] expected(Traffic traffic, int from, int buckets) {
    double[] actuals = new double[buckets];
    for (int i = 0; i < buckets; i++) {
      actuals[i] = StrictMath.rint(traffic.expected(from + i));
    }
    return actuals;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aWeeklyBackupSurprisesOnce(long seed) {
    // Given
    Traffic traffic = new Traffic(seed, QUARTER_HOUR, 400);
    Baseline baseline = traffic.learned(FOUR_WEEKS);
    for (int week = 0; week < 4; week++) {
      int from = FOUR_WEEKS + week * 7 * DAY;
      double[] actuals = expected(traffic, from, 7 * DAY);
      for (int i = 2 * DAY + 8; i < 2 * DAY + 16; i++) {
        actuals[i] += 600;
      }
      // When
      List<Integer> surprising = surprising(baseline, traffic, from, actuals);
      // Then
      if (week == 0) {
        assertThat(surprising).contains(2 * DAY + 8);
      } else {
        assertThat(surprising).as("week %d", week).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aHolidayAndItsEndDoNotSurprise(long seed) {
    // Given
    Traffic traffic = new Traffic(seed, QUARTER_HOUR, 400);
    Baseline baseline = traffic.learned(FOUR_WEEKS);
    double[] actuals = expected(traffic, FOUR_WEEKS, 4 * DAY);
    for (int i = DAY; i < 2 * DAY; i++) {
      actuals[i] *= 0.4;
    }
    // When, Then
    assertThat(surprising(baseline, traffic, FOUR_WEEKS, actuals)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aNewLevelIsToldAndThenUsual(long seed) {
    // Given
    Traffic traffic = new Traffic(seed, QUARTER_HOUR, 400);
    Baseline baseline = traffic.learned(FOUR_WEEKS);
    traffic.multiply(2.5);
    double[] actuals = expected(traffic, FOUR_WEEKS, 3 * DAY);
    // When
    List<Integer> surprising = surprising(baseline, traffic, FOUR_WEEKS, actuals);
    // Then
    assertThat(surprising).contains(0);
    assertThat(surprising).allMatch(i -> i < DAY);
    assertThat(surprising.size()).isLessThan(12);
    assertThat(baseline.predict(traffic.start(FOUR_WEEKS + 3 * DAY)).levelShift()).isTrue();
  }

  @Test
  void afterALongOutageNothingOfTheLastWeekExplains() {
    // Given: a flood that lasts, then two weeks without any bucket
    Traffic traffic = new Traffic(1, QUARTER_HOUR, 400);
    Baseline baseline = traffic.learned(FOUR_WEEKS);
    double[] flood = expected(traffic, FOUR_WEEKS, 12);
    for (int i = 0; i < flood.length; i++) {
      flood[i] *= 4;
    }
    surprising(baseline, traffic, FOUR_WEEKS, flood);
    assertThat(baseline.predict(traffic.start(FOUR_WEEKS + 12)).allowedAbove()).isGreaterThan(2);
    // When
    int later = FOUR_WEEKS + 14 * DAY;
    Prediction prediction = baseline.predict(traffic.start(later));
    // Then
    assertThat(prediction.allowedAbove()).isZero();
    assertThat(size(baseline, traffic, later, 4 * traffic.expected(later))).isGreaterThan(WEEKLY);
    baseline.learn(traffic.start(later), traffic.expected(later));
    assertThat(baseline.predict(traffic.start(later + 1)).allowedAbove()).isZero();
  }

  @Test
  void aSeriesNearZeroThatBecomesBusyIsToldAndFollowed() {
    // Given
    Traffic traffic = new Traffic(2, QUARTER_HOUR, 0.1);
    Baseline baseline = traffic.learned(FOUR_WEEKS);
    double[] busy = new double[3 * DAY];
    Random random = new Random(2);
    Arrays.setAll(busy, _ -> StrictMath.rint(1_000 + 40 * random.nextGaussian()));
    // When
    List<Integer> surprising = surprising(baseline, traffic, FOUR_WEEKS, busy);
    // Then
    assertThat(surprising).contains(0).noneMatch(i -> i >= 4 && i < 40);
    assertThat(baseline.predict(traffic.start(FOUR_WEEKS + 3 * DAY)).typical())
        .isBetween(800.0, 1_200.0);
  }

  @Test
  void afterAGapNothingIsCarriedOn() {
    // Given
    Traffic traffic = new Traffic(1, QUARTER_HOUR, 400);
    Baseline baseline = traffic.learned(FOUR_WEEKS);
    double[] flood = expected(traffic, FOUR_WEEKS, 2);
    flood[1] *= 1.5;
    surprising(baseline, traffic, FOUR_WEEKS, flood);
    // When
    ScoreContext next = baseline.context(traffic.start(FOUR_WEEKS + 2));
    ScoreContext later = baseline.context(traffic.start(FOUR_WEEKS + 10));
    // Then
    assertThat(next.carried()).isPositive();
    assertThat(later.carried()).isZero();
    assertThat(later.above().reach()).isZero();
    assertThat(size(baseline, traffic, FOUR_WEEKS + 10, traffic.expected(FOUR_WEEKS + 10)))
        .isLessThan(WEEKLY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyTimesTheTrafficIsAsSurprising(long seed) {
    // Given: the same series, once in thousands, once in millions
    Traffic small = new Traffic(seed, QUARTER_HOUR, 40_000);
    Traffic large = new Traffic(seed, QUARTER_HOUR, 40_000_000);
    Baseline one = small.learned(FOUR_WEEKS);
    Baseline other = large.learned(FOUR_WEEKS);
    for (int i = FOUR_WEEKS; i < FOUR_WEEKS + DAY; i++) {
      for (double factor : new double[] {1, 1.2, 1.5, 2}) {
        // When
        double of = size(one, small, i, factor * small.expected(i));
        double ofMore = size(other, large, i, factor * large.expected(i));
        // Then
        assertThat(ofMore).isBetween(of - 0.5, of + 0.5);
      }
      one.learn(small.start(i), small.count(i));
      other.learn(large.start(i), large.count(i));
    }
  }
}

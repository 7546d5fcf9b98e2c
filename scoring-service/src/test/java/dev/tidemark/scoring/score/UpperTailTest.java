package dev.tidemark.scoring.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpperTailTest {

  private static PastResiduals past(Random random) {
    return new PastResiduals(
        random.nextDouble() * 6 - 2,
        random.nextDouble(),
        random.nextDouble() * 5,
        random.nextInt(10_000));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void neverIncreasesWithTheResidual(long seed) {
    // Given
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      PastResiduals past = past(random);
      UpperTail tail = new UpperTail(past);
      double before = 1;
      // When, Then
      for (double residual = -60; residual < 60; residual += 0.037) {
        double probability = tail.probability(residual);
        assertThat(probability).as("%s at %s", past, residual).isBetween(UpperTail.LEAST, before);
        before = probability;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void bodyAndTailMeetAtTheThreshold(long seed) {
    // Given
    PastResiduals past = past(new Random(seed));
    UpperTail tail = new UpperTail(past);
    // When
    double below = tail.probability(past.threshold());
    double above = tail.probability(Math.nextUp(past.threshold()));
    // Then
    assertThat(above).isCloseTo(below, within(1e-9));
  }

  @Test
  void noFiniteResidualIsImpossible() {
    assertThat(new UpperTail(PastResiduals.NONE).probability(1e9)).isPositive();
    assertThat(new UpperTail(PastResiduals.NONE).probability(-1e9)).isEqualTo(1);
  }

  // Quantiles of Student's t with 5 degrees of freedom, from tables.
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "0.727, 0.25",
    "1.476, 0.1",
    "2.015, 0.05",
    "2.571, 0.025",
    "4.032, 0.005",
    "-2.015, 0.95"
  })
  void bodyIsStudentsT(double quantile, double upper) {
    assertThat(StudentT5.upper(quantile / Math.sqrt(5.0 / 3))).isCloseTo(upper, within(1e-4));
  }

  @Test
  void pastWithMoreAndHigherPeaksSurprisesLess() {
    // Given
    UpperTail calm = new UpperTail(new PastResiduals(1.7, 0.01, 0.2, 4_000));
    UpperTail wild = new UpperTail(new PastResiduals(1.7, 0.06, 0.8, 4_000));
    // When, Then
    assertThat(wild.probability(5)).isGreaterThan(100 * calm.probability(5));
  }

  @Test
  void ownPastDecidesOnlyWhenThereIsEnoughOfIt() {
    assertThat(new UpperTail(new PastResiduals(1.7, 0.05, 0.4, 100)).decidedByOwnPast(3)).isFalse();
    assertThat(new UpperTail(new PastResiduals(1.7, 0.05, 0.4, 4_000)).decidedByOwnPast(3))
        .isTrue();
    assertThat(new UpperTail(new PastResiduals(1.7, 0.05, 0.4, 4_000)).decidedByOwnPast(1))
        .isFalse();
  }
}

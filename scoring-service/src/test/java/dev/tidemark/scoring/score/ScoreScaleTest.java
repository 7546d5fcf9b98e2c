package dev.tidemark.scoring.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreScaleTest {

  private static final double DAY_S = 86_400;

  @ParameterizedTest(name = "once in {0} days is {1}")
  @CsvSource({
    "0.01, 0",
    "0.25, 0",
    "7, 25",
    "30.4375, 50",
    "365.25, 75",
    "3652.5, 90",
    "36525, 95",
    "3652500, 97.5"
  })
  void anchorsHold(double days, double score) {
    assertThat(ScoreScale.score(days * DAY_S, 900)).isCloseTo(score, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 900, 3_600, 21_600, 86_400})
  void anchorsFromAWeekUpMeanTheSameAtAnySpan(long spanSeconds) {
    assertThat(ScoreScale.score(7 * DAY_S, spanSeconds)).isCloseTo(25, within(1e-9));
    assertThat(ScoreScale.score(365.25 * DAY_S, spanSeconds)).isCloseTo(75, within(1e-9));
  }

  @Test
  void everydayValueOfALongBucketScoresNothing() {
    assertThat(ScoreScale.score(ScoreScale.waitingSeconds(0.25, 86_400), 86_400)).isZero();
    assertThat(ScoreScale.score(ScoreScale.waitingSeconds(0.2, 86_400), 86_400))
        .isBetween(1.0, 25.0);
  }

  @Test
  void neverDecreasesAndStaysBelowAHundred() {
    double before = 0;
    for (double waiting = 1; waiting < 1e306; waiting *= 1.1) {
      double score = ScoreScale.score(waiting, 900);
      assertThat(score).as("after %s s", waiting).isGreaterThanOrEqualTo(before).isLessThan(100);
      before = score;
    }
    assertThat(before).isGreaterThan(99.9);
  }
}

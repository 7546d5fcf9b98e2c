package dev.tidemark.scoring.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.contract.Side;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyScorerTest {

  private static final Expected HUNDRED =
      new Expected(0.5, 10, 0.5, 100, 1_000, 900_000, true, false);

  private static BucketCase bucket(double actual, Contribution... contributions) {
    return new BucketCase(
        actual, 900, Side.HIGH, HUNDRED, PastResiduals.NONE, List.of(contributions));
  }

  private static BucketCase random(Random random, double actual) {
    double power = 0.05 + 0.95 * random.nextDouble();
    double location = StrictMath.pow(10, random.nextDouble() * 4 - 1);
    Expected expected =
        new Expected(
            power,
            location,
            StrictMath.pow(10, random.nextDouble() * 4 - 3),
            Math.min(1e300, StrictMath.pow(location, 1 / power)),
            1 + random.nextInt(10_000),
            random.nextInt(10_000_000),
            true,
            true);
    PastResiduals past =
        new PastResiduals(
            random.nextDouble() * 4,
            random.nextDouble(),
            random.nextDouble() * 3,
            random.nextInt(9_000));
    return new BucketCase(
        actual, 10 + random.nextInt(86_391), Side.HIGH, expected, past, List.of());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  void openBucketNeverScoresHigherThanWhenItCloses(long seed) {
    for (int i = 0; i < 300; i++) {
      double before = 0;
      double probability = 1;
      for (double actual = 0; actual < 1e12; actual = actual * 1.7 + 1) {
        // When: the same bucket, fuller
        BucketResult result = AnomalyScorer.score(random(new Random(seed * 1_000 + i), actual));
        // Then
        assertThat(result.anomalyScore()).isBetween(before, 100.0);
        assertThat(result.probability()).isPositive().isLessThanOrEqualTo(probability);
        before = result.anomalyScore();
        probability = result.probability();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyNumberIsFinite(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      // When
      BucketResult result =
          AnomalyScorer.score(random(random, StrictMath.pow(10, random.nextDouble() * 300)));
      // Then
      assertThat(result.anomalyScore()).isBetween(0.0, 100.0);
      assertThat(result.lower()).isFinite().isNotNegative();
      assertThat(result.upper()).isFinite().isGreaterThanOrEqualTo(result.lower());
      assertThat(result.explanation().residual()).isFinite();
      assertThat(result.explanation().factor()).isFinite();
      assertThat(result.explanation().waitingSeconds()).isFinite();
    }
  }

  @Test
  void sameBucketGivesTheSameResult() {
    assertThat(AnomalyScorer.score(bucket(170))).isEqualTo(AnomalyScorer.score(bucket(170)));
  }

  @Test
  void explanationCanBeRecomputedByHand() {
    // When
    BucketResult result = AnomalyScorer.score(bucket(169));
    // Then
    Explanation explanation = result.explanation();
    assertThat(explanation.factor()).isEqualTo(1.69);
    assertThat(explanation.residual()).isEqualTo((13.0 - 10) / 0.5);
    assertThat(explanation.singleBucketScore()).isEqualTo(result.anomalyScore());
    assertThat(explanation.waitingSeconds()).isEqualTo(900 / result.probability());
    assertThat(explanation.extrapolated()).isTrue();
    assertThat(explanation.historyBuckets()).isEqualTo(1_000);
    assertThat(explanation.historySeconds()).isEqualTo(900_000);
    assertThat(explanation.daily()).isTrue();
    assertThat(explanation.weekly()).isFalse();
    assertThat(explanation.tailUsed()).isFalse();
  }

  @Test
  void boundsHoldTheCentralNinetyFivePercent() {
    // When
    BucketResult result = AnomalyScorer.score(bucket(100));
    // Then: (10 +- 1.9912 * 0.5)^2
    assertThat(result.lower()).isCloseTo(81.08, within(0.01));
    assertThat(result.upper()).isCloseTo(120.90, within(0.01));
    assertThat(result.anomalyScore()).isZero();
  }

  @Test
  void lowerBoundIsNeverNegative() {
    // Given
    Expected quiet = new Expected(0.5, 0.1, 0.5, 0.01, 100, 90_000, false, false);
    // When
    BucketResult result =
        AnomalyScorer.score(
            new BucketCase(0, 900, Side.HIGH, quiet, PastResiduals.NONE, List.of()));
    // Then
    assertThat(result.lower()).isZero();
  }

  @Test
  void factorOfASeriesNearZeroIsItsActual() {
    // Given
    Expected quiet = new Expected(0.5, 0.1, 0.5, 0.01, 100, 90_000, false, false);
    // When
    BucketResult result =
        AnomalyScorer.score(
            new BucketCase(7, 900, Side.HIGH, quiet, PastResiduals.NONE, List.of()));
    // Then
    assertThat(result.explanation().factor()).isEqualTo(7);
  }

  @Test
  void withoutHistoryNothingIsASurprise() {
    // Given
    Expected nothing = new Expected(0.5, 0, 1, 0, 0, 0, false, false);
    // When
    BucketResult result =
        AnomalyScorer.score(
            new BucketCase(1e6, 900, Side.HIGH, nothing, PastResiduals.NONE, List.of()));
    // Then
    assertThat(result.probability()).isEqualTo(1);
    assertThat(result.anomalyScore()).isZero();
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> bucket(-1))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("actual -1.0 is not finite and at least 0");
    assertThatThrownBy(
            () -> new BucketCase(1, 5, Side.HIGH, HUNDRED, PastResiduals.NONE, List.of()))
        .hasMessage("bucket_span_s 5 is not in [10, 86400]");
    assertThatThrownBy(() -> new Expected(1, 1, 0, 1, 1, 1, false, false))
        .hasMessage("prediction.scale 0.0 is not finite and above 0");
    assertThatThrownBy(() -> new PastResiduals(1, 1.5, 1, 1))
        .hasMessage("context.tail_share 1.5 is not in [0, 1]");
  }

  @Test
  void influencersAreScoredByTheExcessTheyExplain() {
    // When: 400 instead of 100; one address brings 290 of it, 10 are usual
    BucketResult result =
        AnomalyScorer.score(
            bucket(
                400,
                new Contribution("source.ip", "192.0.2.1", 290, 0.1),
                new Contribution("source.ip", "192.0.2.2", 90, 0.9),
                new Contribution("destination.ip", "198.51.100.1", 400, 0)));
    // Then
    double score = result.anomalyScore();
    assertThat(result.influencers())
        .containsExactly(
            new Influencer("destination.ip", "198.51.100.1", score, 1, 0, 400),
            new Influencer("source.ip", "192.0.2.1", score * 280 / 300, 0.725, 0.1, 280));
  }

  @Test
  void atMostTenInfluencersAFieldAreTold() {
    // Given
    Contribution[] contributions = new Contribution[50];
    for (int i = 0; i < contributions.length; i++) {
      contributions[i] = new Contribution("source.ip", "192.0.2." + i, 8 + i % 7, 0);
    }
    // When
    BucketResult result = AnomalyScorer.score(bucket(400, contributions));
    // Then
    assertThat(result.influencers()).hasSize(10);
    assertThat(result.influencers())
        .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    assertThat(result.influencers().getFirst().excess()).isEqualTo(14);
  }

  @Test
  void usualBucketHasNoInfluencers() {
    assertThat(
            AnomalyScorer.score(bucket(100, new Contribution("source.ip", "192.0.2.1", 100, 0)))
                .influencers())
        .isEmpty();
  }

  private static BucketResult score(Side side, double actual, Contribution... contributions) {
    return AnomalyScorer.score(
        new BucketCase(actual, 900, side, HUNDRED, PastResiduals.NONE, List.of(contributions)));
  }

  @Test
  void theLowSideMirrorsTheHighOne() {
    // When: 3 to either side of 10 on the even scale
    BucketResult low = score(Side.LOW, 49);
    BucketResult high = score(Side.HIGH, 169);
    // Then
    assertThat(low.probability()).isEqualTo(high.probability());
    assertThat(low.anomalyScore()).isEqualTo(high.anomalyScore()).isGreaterThan(50);
    assertThat(low.explanation().factor()).isEqualTo(0.49);
    assertThat(low.explanation().residual()).isEqualTo(-6);
  }

  @Test
  void eachSideIsSurprisedByItsOwnOnly() {
    assertThat(score(Side.LOW, 400).anomalyScore()).isZero();
    assertThat(score(Side.HIGH, 0).anomalyScore()).isZero();
    assertThat(score(Side.BOTH, 400).anomalyScore()).isGreaterThan(75);
    assertThat(score(Side.BOTH, 0).anomalyScore()).isGreaterThan(75);
    assertThat(score(Side.LOW, 0).anomalyScore()).isGreaterThan(75);
  }

  @Test
  void bothSidesTogetherAreTwiceAsProbableAsTheNearerOne() {
    for (double actual : new double[] {36, 81, 99, 100, 101, 121, 196}) {
      double nearer =
          Math.min(score(Side.HIGH, actual).probability(), score(Side.LOW, actual).probability());
      assertThat(score(Side.BOTH, actual).probability()).isEqualTo(Math.min(1, 2 * nearer));
    }
  }

  @Test
  void aLowerActualIsNeverLessSurprisingOnTheLowSide() {
    double before = 0;
    for (double actual = 300; actual >= 0; actual--) {
      double score = score(Side.LOW, actual).anomalyScore();
      assertThat(score).isGreaterThanOrEqualTo(before);
      before = score;
    }
  }

  @Test
  void aDropHasNoInfluencersAndRestsOnTheGeneralTail() {
    // Given
    PastResiduals past = new PastResiduals(1.7, 0.2, 2, 9_000);
    Contribution left = new Contribution("source.ip", "192.0.2.1", 4, 0.01);
    // When
    BucketResult drop =
        AnomalyScorer.score(new BucketCase(4, 900, Side.LOW, HUNDRED, past, List.of(left)));
    // Then
    assertThat(drop.influencers()).isEmpty();
    assertThat(drop.explanation().tailUsed()).isFalse();
    assertThat(drop.probability()).isEqualTo(score(Side.LOW, 4).probability());
  }
}

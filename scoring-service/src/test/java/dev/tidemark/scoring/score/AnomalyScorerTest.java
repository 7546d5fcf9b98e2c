package dev.tidemark.scoring.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.contract.Side;
import dev.tidemark.contract.surprise.Calibration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyScorerTest {

  private static final Expected HUNDRED =
      new Expected(0.5, 10, 0.5, 100, 0, 0, 1_000, 900_000, true, false, false);

  private static BucketCase bucket(double actual, Contribution... contributions) {
    return new BucketCase(actual, 900, Side.HIGH, HUNDRED, Past.NONE, 1, List.of(contributions));
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
            random.nextInt(3),
            random.nextInt(3),
            1 + random.nextInt(10_000),
            random.nextInt(10_000_000),
            true,
            true,
            random.nextBoolean());
    Past past =
        new Past(
            floats(random, random.nextInt(32), -3, 3),
            random.nextDouble() * 8 - 4,
            0.1 + random.nextDouble(),
            floats(random, 5, 0.6f, 4),
            side(random),
            side(random));
    return new BucketCase(
        actual, 10 + random.nextInt(86_391), Side.HIGH, expected, past, 1, List.of());
  }

  private static Past.OneSide side(Random random) {
    return new Past.OneSide(
        random.nextInt(32),
        Calibration.of(random.nextFloat() * 8, floats(random, Calibration.steps(), 0.1f, 3)));
  }

  private static List<Float> floats(Random random, int count, float from, float to) {
    return Stream.generate(() -> from + (to - from) * random.nextFloat()).limit(count).toList();
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
    assertThat(explanation.unexplainedResidual()).isEqualTo(6);
    // level: -ln 0.03 + ln(1 + 0.1 * (6 - 1.7) / (0.35 * 0.9)) / 0.1; the jump of 6 / (1.25 * 0.5)
    // standard deviations, -ln 0.04 + ln(1 + 0.25 * (9.6 - 2.2) / (0.8 * 0.75)) / 0.25 - 0.5, is
    // less.
    assertThat(explanation.surpriseSize()).isCloseTo(12.1147, within(1e-4));
    assertThat(explanation.tailUsed()).isEqualTo("level");
    assertThat(explanation.decisiveBuckets()).isEqualTo(1);
    // Without a past: -ln frequency = 4.36 + (size - 4).
    assertThat(result.probability()).isCloseTo(Math.exp(-12.4747), within(1e-9));
    assertThat(explanation.singleBucketScore()).isEqualTo(result.anomalyScore());
    assertThat(explanation.multiBucketScore()).isZero();
    assertThat(explanation.waitingSeconds()).isEqualTo(900 / result.probability());
    assertThat(explanation.extrapolated()).isTrue();
    assertThat(explanation.historyBuckets()).isEqualTo(1_000);
    assertThat(explanation.historySeconds()).isEqualTo(900_000);
    assertThat(explanation.daily()).isTrue();
    assertThat(explanation.weekly()).isFalse();
    assertThat(explanation.levelShift()).isFalse();
  }

  private static BucketResult withPast(double actual, Past past) {
    return AnomalyScorer.score(new BucketCase(actual, 900, Side.HIGH, HUNDRED, past, 1, List.of()));
  }

  private static Past past(List<Float> recent, double carried, double jumpScale, int reach) {
    Past.OneSide side = new Past.OneSide(reach, Calibration.UNKNOWN);
    return new Past(recent, carried, jumpScale, Past.NONE.sumScales(), side, side);
  }

  @Test
  void aJumpIsMoreOfASurpriseThanTheSameLevelReachedSlowly() {
    // When: the same residual of 2.5, out of the blue and carried on
    BucketResult jump = withPast(126.5625, past(List.of(), 0, 0.2, 0));
    BucketResult carriedOn = withPast(126.5625, past(List.of(), 2.4, 0.2, 0));
    // Then
    assertThat(jump.explanation().tailUsed()).isEqualTo("jump");
    assertThat(carriedOn.explanation().tailUsed()).isEqualTo("level");
    assertThat(jump.anomalyScore()).isGreaterThan(carriedOn.anomalyScore() + 20);
  }

  @Test
  void manyBucketsALittleHighAreASurpriseTogetherAndToldOnce() {
    // Given: 31 buckets in a row 1.9 too high, and now another
    List<Float> high = Collections.nCopies(31, 1.9f);
    // When
    BucketResult together = withPast(119.9, past(high, 0, 2, 31));
    BucketResult toldBefore = withPast(119.9, past(high, 0, 2, 0));
    // Then
    assertThat(together.explanation().tailUsed()).isEqualTo("sum");
    assertThat(together.explanation().decisiveBuckets()).isGreaterThan(4);
    assertThat(together.explanation().multiBucketScore()).isEqualTo(together.anomalyScore());
    assertThat(together.anomalyScore()).isGreaterThan(50);
    assertThat(toldBefore.anomalyScore()).isLessThan(25);
  }

  @Test
  void whatIsAllowedForIsNoSurprise() {
    // Given: the same time last week lay six standard deviations above
    Expected backup = new Expected(0.5, 10, 0.5, 100, 6, 0, 1_000, 900_000, true, true, false);
    // When
    BucketResult again =
        AnomalyScorer.score(new BucketCase(165, 900, Side.HIGH, backup, Past.NONE, 1, List.of()));
    BucketResult twice =
        AnomalyScorer.score(new BucketCase(330, 900, Side.HIGH, backup, Past.NONE, 1, List.of()));
    // Then
    assertThat(again.anomalyScore()).isZero();
    assertThat(again.upper()).isGreaterThan(165);
    assertThat(twice.anomalyScore()).isGreaterThan(75);
  }

  @Test
  void aSeriesInWhichItComesOftenScoresItLower() {
    // Given
    Past.OneSide wild =
        new Past.OneSide(0, Calibration.of(3, Collections.nCopies(Calibration.steps(), 0.3f)));
    Past past = new Past(List.of(), 0, 0.5, Past.NONE.sumScales(), wild, wild);
    // When, Then
    assertThat(withPast(169, past).anomalyScore()).isLessThan(bucketScore(169) - 30);
  }

  private static double bucketScore(double actual) {
    return AnomalyScorer.score(bucket(actual)).anomalyScore();
  }

  @Test
  void boundsHoldNearlyAllOfWhatIsUsual() {
    // When
    BucketResult result = AnomalyScorer.score(bucket(100));
    // Then: (10 +- 2 * 0.5)^2
    assertThat(result.lower()).isEqualTo(81);
    assertThat(result.upper()).isEqualTo(121);
    assertThat(result.anomalyScore()).isZero();
  }

  @Test
  void lowerBoundIsNeverNegative() {
    // Given
    Expected quiet = new Expected(0.5, 0.1, 0.5, 0.01, 0, 0, 100, 90_000, false, false, false);
    // When
    BucketResult result =
        AnomalyScorer.score(new BucketCase(0, 900, Side.HIGH, quiet, Past.NONE, 1, List.of()));
    // Then
    assertThat(result.lower()).isZero();
  }

  @Test
  void factorOfASeriesNearZeroIsItsActual() {
    // Given
    Expected quiet = new Expected(0.5, 0.1, 0.5, 0.01, 0, 0, 100, 90_000, false, false, false);
    // When
    BucketResult result =
        AnomalyScorer.score(new BucketCase(7, 900, Side.HIGH, quiet, Past.NONE, 1, List.of()));
    // Then
    assertThat(result.explanation().factor()).isEqualTo(7);
  }

  @Test
  void withoutHistoryNothingIsASurprise() {
    // Given
    Expected nothing = new Expected(0.5, 0, 1, 0, 0, 0, 0, 0, false, false, false);
    // When
    BucketResult result =
        AnomalyScorer.score(new BucketCase(1e6, 900, Side.HIGH, nothing, Past.NONE, 1, List.of()));
    // Then
    assertThat(result.probability()).isEqualTo(1);
    assertThat(result.anomalyScore()).isZero();
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> bucket(-1))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("actual -1.0 is not finite and at least 0");
    assertThatThrownBy(() -> new BucketCase(1, 5, Side.HIGH, HUNDRED, Past.NONE, 1, List.of()))
        .hasMessage("bucket_span_s 5 is not in [10, 86400]");
    assertThatThrownBy(() -> new Expected(1, 1, 0, 1, 0, 0, 1, 1, false, false, false))
        .hasMessage("prediction.scale 0.0 is not finite and above 0");
    assertThatThrownBy(() -> past(List.of(), 0, 0, 1))
        .hasMessage("context.jump_scale 0.0 is not finite and above 0");
    assertThatThrownBy(() -> past(Collections.nCopies(32, 1f), 0, 1, 1))
        .hasMessage("context.recent_residuals 32 values is not at most 31");
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
        new BucketCase(actual, 900, side, HUNDRED, Past.NONE, 1, List.of(contributions)));
  }

  @Test
  void aSeriesAloneIsItsJob() {
    BucketResult result = score(Side.HIGH, 169);
    assertThat(result.jobScore()).isEqualTo(result.anomalyScore());
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 50, 1_000, 1_000_000})
  void aJobIsSurprisedAsManyTimesAsOftenAsItHasSeries(long series) {
    for (double actual : new double[] {100, 150, 169, 200, 400}) {
      // When
      BucketResult result =
          AnomalyScorer.score(
              new BucketCase(actual, 900, Side.HIGH, HUNDRED, Past.NONE, series, List.of()));
      // Then
      double together = Math.min(1, series * result.probability());
      assertThat(result.anomalyScore()).isEqualTo(score(Side.HIGH, actual).anomalyScore());
      assertThat(result.jobScore())
          .isLessThanOrEqualTo(result.anomalyScore())
          .isEqualTo(ScoreScale.ofProbability(together, 900));
    }
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

  /** The bucket itself is a little to the other side: what is said must say which side it is. */
  @ParameterizedTest
  @CsvSource({"2, 98, HIGH", "-2, 102, LOW"})
  void theSideThatDecidesIsSaidAlsoWhereTheBucketLiesOnTheOther(
      float before, double actual, Side side) {
    // Given
    Past.OneSide often = new Past.OneSide(31, Calibration.UNKNOWN);
    Past past =
        new Past(
            Collections.nCopies(31, before), 0, 0.8, Collections.nCopies(5, 0.8f), often, often);
    Contribution large = new Contribution("source.ip", "192.0.2.1", 90, 0.1);
    // When
    BucketResult both =
        AnomalyScorer.score(
            new BucketCase(actual, 900, Side.BOTH, HUNDRED, past, 1, List.of(large)));
    // Then: all its numbers are those of that side
    BucketResult one =
        AnomalyScorer.score(new BucketCase(actual, 900, side, HUNDRED, past, 1, List.of(large)));
    assertThat(both.explanation().side()).isEqualTo(side);
    assertThat(both.explanation().tailUsed()).isEqualTo("sum");
    assertThat(both.explanation().unexplainedResidual())
        .isEqualTo(one.explanation().unexplainedResidual())
        .isNegative();
    assertThat(both.explanation().surpriseSize()).isEqualTo(one.explanation().surpriseSize());
    assertThat(both.probability()).isEqualTo(2 * one.probability());
    assertThat(both.influencers()).isEmpty();
  }

  @Test
  void theBucketsOwnSideDecidesWhereNeitherIsRarer() {
    assertThat(score(Side.BOTH, 99).explanation().side()).isEqualTo(Side.LOW);
    assertThat(score(Side.BOTH, 101).explanation().side()).isEqualTo(Side.HIGH);
    assertThat(score(Side.BOTH, 49).explanation().side()).isEqualTo(Side.LOW);
    assertThat(score(Side.BOTH, 169).explanation().side()).isEqualTo(Side.HIGH);
    assertThat(score(Side.LOW, 400).explanation().side()).isEqualTo(Side.LOW);
    assertThat(score(Side.HIGH, 0).explanation().side()).isEqualTo(Side.HIGH);
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
  void aDropHasNoInfluencersAndIsCalibratedByDrops() {
    // Given: drops are common here, rises are not
    Past.OneSide often =
        new Past.OneSide(0, Calibration.of(3, Collections.nCopies(Calibration.steps(), 0.3f)));
    Past past = new Past(List.of(), 0, 0.5, Past.NONE.sumScales(), Past.NONE.above(), often);
    Contribution left = new Contribution("source.ip", "192.0.2.1", 4, 0.01);
    // When
    BucketResult drop =
        AnomalyScorer.score(new BucketCase(4, 900, Side.LOW, HUNDRED, past, 1, List.of(left)));
    // Then
    assertThat(drop.influencers()).isEmpty();
    assertThat(drop.anomalyScore()).isLessThan(score(Side.LOW, 4).anomalyScore() - 30);
    assertThat(withPast(169, past).anomalyScore()).isEqualTo(bucketScore(169));
  }
}

package dev.tidemark.contract.surprise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurroundingsTest {

  private static final int LONGEST = Surroundings.LONGEST_SUM - 1;

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private static Surroundings calm(float recent, double carried) {
    return new Surroundings(
        0, 0, carried, 0.5, filled(LONGEST, recent), LONGEST, filled(Surroundings.sums(), 0.8f));
  }

  private static Surroundings random(Random random) {
    float[] recent = new float[LONGEST];
    for (int i = 0; i < LONGEST; i++) {
      recent[i] = 6 * random.nextFloat() - 3;
    }
    float[] scales = new float[Surroundings.sums()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = 0.6f + 3 * random.nextFloat();
    }
    return new Surroundings(
        3 * random.nextDouble(),
        3 * random.nextDouble(),
        8 * random.nextDouble() - 4,
        0.1 + random.nextDouble(),
        recent,
        random.nextInt(LONGEST + 1),
        scales);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  void furtherOutIsNeverLessOfASurprise(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Surroundings surroundings = random(random);
      int reach = random.nextInt(LONGEST + 1);
      for (Direction direction : Direction.values()) {
        double before = 0;
        for (double out = -12; out < 12; out += 0.25) {
          // When
          Surprise surprise = surroundings.of(direction.sign() * out, direction, reach);
          // Then
          assertThat(surprise.size()).isFinite().isGreaterThanOrEqualTo(before);
          before = surprise.size();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void belowMirrorsAbove(long seed) {
    // Given
    Random random = new Random(seed);
    float[] recent = new float[LONGEST];
    float[] mirrored = new float[LONGEST];
    for (int i = 0; i < LONGEST; i++) {
      recent[i] = 6 * random.nextFloat() - 3;
      mirrored[i] = -recent[i];
    }
    float[] scales = filled(Surroundings.sums(), 1);
    Surroundings one = new Surroundings(0.5, 1, 0.7, 0.3, recent, LONGEST, scales);
    Surroundings other = new Surroundings(1, 0.5, -0.7, 0.3, mirrored, LONGEST, scales);
    // When, Then
    for (double residual = -5; residual < 5; residual += 0.5) {
      assertThat(one.of(residual, Direction.ABOVE, 20))
          .isEqualTo(other.of(-residual, Direction.BELOW, 20));
    }
  }

  @Test
  void withinTheAllowanceNothingRemains() {
    // Given
    Surroundings surroundings =
        new Surroundings(4, 2, 0, 0.5, new float[LONGEST], 0, filled(Surroundings.sums(), 1));
    // When, Then
    assertThat(surroundings.unexplained(3, Direction.ABOVE)).isZero();
    assertThat(surroundings.unexplained(5, Direction.ABOVE)).isEqualTo(1);
    assertThat(surroundings.unexplained(-1, Direction.BELOW)).isZero();
    assertThat(surroundings.unexplained(-5, Direction.BELOW)).isEqualTo(3);
    assertThat(surroundings.unexplained(-5, Direction.ABOVE)).isEqualTo(-3);
  }

  @Test
  void whatIsCarriedOnIsNoJump() {
    assertThat(calm(0, 0).of(3, Direction.ABOVE, 0).jump())
        .isGreaterThan(calm(0, 2.5).of(3, Direction.ABOVE, 0).jump() + 4);
    // A dip before makes the return to the usual no jump.
    assertThat(calm(0, -4).of(0.2, Direction.ABOVE, 0).jump()).isLessThan(0.5);
  }

  @Test
  void sumsReachOnlyAsFarAsAllowed() {
    // Given
    Surroundings surroundings = calm(1.5f, 1.5);
    // When
    Surprise all = surroundings.of(1.5, Direction.ABOVE, LONGEST);
    Surprise three = surroundings.of(1.5, Direction.ABOVE, 3);
    // Then
    assertThat(all.decisiveBuckets()).isGreaterThan(8);
    assertThat(all.size()).isGreaterThan(three.size() + 4);
    assertThat(three.sum()).isLessThan(all.sum());
  }

  @Test
  void withoutRecentBucketsThereIsNoSum() {
    // Given
    Surroundings first =
        new Surroundings(0, 0, 0, 0.5, new float[LONGEST], 0, filled(Surroundings.sums(), 1));
    // When
    Surprise surprise = first.of(4, Direction.ABOVE, LONGEST);
    // Then
    assertThat(surprise.sumBuckets()).isZero();
    assertThat(surprise.sum()).isZero();
    assertThat(surprise.decisiveBuckets()).isEqualTo(1);
  }
}

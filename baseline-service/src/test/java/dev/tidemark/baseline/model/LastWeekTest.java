package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastWeekTest {

  private static final int SLOTS = 672;

  private static LastWeek learned(double[] week) {
    LastWeek lastWeek = new LastWeek(SLOTS);
    for (int slot = 0; slot < SLOTS; slot++) {
      lastWeek.learn(slot, week[slot]);
    }
    return lastWeek;
  }

  @Test
  void whatStoodOutExplainsTheSameTimeAWeekLater() {
    // Given
    double[] week = new double[SLOTS];
    week[100] = 8;
    week[300] = -5;
    week[500] = 1.5;
    // When
    LastWeek lastWeek = learned(week);
    // Then
    for (int beside = 99; beside <= 101; beside++) {
      assertThat(lastWeek.above(beside)).isCloseTo(8, within(0.01));
    }
    assertThat(lastWeek.above(98)).isZero();
    assertThat(lastWeek.above(300)).isZero();
    assertThat(lastWeek.below(300)).isCloseTo(5, within(0.01));
    assertThat(lastWeek.above(500)).as("not notable").isZero();
  }

  @Test
  void aBucketIsNotExplainedByTheOneBefore() {
    // Given
    LastWeek lastWeek = learned(new double[SLOTS]);
    // When
    lastWeek.learn(0, 9);
    // Then
    assertThat(lastWeek.above(1)).isZero();
  }

  @Test
  void whatDoesNotComeAgainIsForgottenAfterAWeek() {
    // Given
    double[] week = new double[SLOTS];
    week[100] = 8;
    LastWeek lastWeek = learned(week);
    // When
    for (int slot = 0; slot < SLOTS; slot++) {
      lastWeek.learn(slot, 0);
    }
    // Then
    assertThat(lastWeek.above(100)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5})
  void keepsTheLargestAndItsEncoding(long seed) {
    // Given: more notable residuals than there is room for
    Random random = new Random(seed);
    double[] week = new double[SLOTS];
    for (int slot = 0; slot < SLOTS; slot++) {
      week[slot] = 3 * random.nextGaussian();
    }
    week[333] = 40;
    // When
    LastWeek lastWeek = learned(week);
    ByteBuffer stored = ByteBuffer.allocate(lastWeek.bytes());
    lastWeek.write(stored);
    LastWeek read = new LastWeek(SLOTS);
    read.read(stored.flip());
    // Then
    assertThat(read.above(333)).isCloseTo(40, within(0.01));
    for (int slot = 0; slot < SLOTS; slot++) {
      assertThat(read.above(slot)).isEqualTo(lastWeek.above(slot));
      assertThat(read.below(slot)).isEqualTo(lastWeek.below(slot));
    }
  }

  @Test
  void ofSeveralBucketsInASlotTheLargestCounts() {
    // Given
    LastWeek lastWeek = new LastWeek(SLOTS);
    // When
    lastWeek.learn(10, 20);
    for (int bucket = 1; bucket < 15; bucket++) {
      lastWeek.learn(10, 0.1);
    }
    lastWeek.learn(11, 0);
    lastWeek.learn(12, 0);
    // Then
    assertThat(lastWeek.above(10)).isCloseTo(20, within(0.01));
  }

  @Test
  void atADaySlotsAreNotBesideEachOther() {
    // Given
    LastWeek days = new LastWeek(7);
    // When
    for (int day = 0; day < 7; day++) {
      days.learn(day, day == 1 ? 15 : 0);
    }
    // Then
    assertThat(days.above(1)).isCloseTo(15, within(0.01));
    assertThat(days.above(0)).isZero();
    assertThat(days.above(2)).isZero();
  }

  @Test
  void refusesADamagedEncoding() {
    ByteBuffer tooMany = ByteBuffer.allocate(2).putShort((short) 65).flip();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LastWeek(SLOTS).read(tooMany))
        .withMessage("baseline state has 65 notable residuals");
    ByteBuffer outOfOrder = ByteBuffer.allocate(10);
    outOfOrder.putShort((short) 2).putShort((short) 5).putShort((short) 700);
    outOfOrder.putShort((short) 5).putShort((short) 700).flip();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LastWeek(SLOTS).read(outOfOrder))
        .withMessage("baseline state has notable residuals out of order");
  }
}

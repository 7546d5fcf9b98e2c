package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.contract.surprise.Calibration;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurpriseCountsTest {

  private static Calibration calibration(SurpriseCounts counts) {
    return Calibration.of(counts.first(), counts.slopes());
  }

  /** Sizes whose -ln frequency falls with this slope; all far apart, so that each counts. */
  private static SurpriseCounts learned(long seed, double slope, int buckets) {
    Random random = new Random(seed);
    SurpriseCounts counts = new SurpriseCounts();
    for (int i = 0; i < buckets; i++) {
      counts.learn(-StrictMath.log(1 - random.nextDouble()) / slope);
    }
    return counts;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 0.7", "3, 1.5"})
  void aLongPastTellsHowOftenEachSizeComes(long seed, double slope) {
    // When
    Calibration calibration = calibration(learned(seed, slope, 3_000_000));
    // Then: within a factor of 1.5, as far as 300 such surprises are in it
    double far = Math.min(9, StrictMath.log(10_000) / slope);
    for (double size = 5.5; size <= far; size += 0.5) {
      double expected = StrictMath.exp(-slope * size);
      assertThat(StrictMath.log(calibration.frequency(size) / expected))
          .as("size %s", size)
          .isCloseTo(0, within(StrictMath.log(1.5)));
    }
  }

  @Test
  void singleAnomaliesHardlyTeach() {
    // Given
    SurpriseCounts counts = learned(4, 1, 3_000);
    double before = calibration(counts).frequency(12);
    // When: five floods in a month
    for (int i = 0; i < 5; i++) {
      for (int bucket = 0; bucket < 8; bucket++) {
        counts.learn(18);
      }
      for (int bucket = 0; bucket < 500; bucket++) {
        counts.learn(1);
      }
    }
    // Then
    assertThat(calibration(counts).frequency(12)).isLessThan(2 * before);
  }

  @Test
  void bucketsInARowAreOneSurprise() {
    // Given
    SurpriseCounts once = new SurpriseCounts();
    SurpriseCounts inARow = new SurpriseCounts();
    // When
    for (int i = 0; i < 1_000; i++) {
      once.learn(i % 100 == 0 ? 6 : 0);
      inARow.learn(i % 100 < 20 ? 6 : 0);
    }
    // Then
    assertThat(inARow.first()).isEqualTo(once.first());
    assertThat(inARow.slopes()).isEqualTo(once.slopes());
  }

  @Test
  void sumsBeginAnewAfterASurpriseIsTold() {
    // Given
    SurpriseCounts counts = new SurpriseCounts();
    for (int i = 0; i < 50; i++) {
      counts.learn(1);
    }
    assertThat(counts.reach()).isEqualTo(31);
    // When
    counts.learn(7.5);
    // Then
    assertThat(counts.reach()).isZero();
    counts.learn(1);
    assertThat(counts.reach()).isEqualTo(1);
  }

  @Test
  void encodingKeepsEverything() {
    // Given
    SurpriseCounts counts = learned(5, 0.8, 20_000);
    ByteBuffer stored = ByteBuffer.allocate(SurpriseCounts.BYTES);
    counts.write(stored);
    // When
    SurpriseCounts read = new SurpriseCounts();
    read.read(stored.flip());
    // Then
    ByteBuffer again = ByteBuffer.allocate(SurpriseCounts.BYTES);
    read.write(again);
    assertThat(again.hasRemaining()).isFalse();
    assertThat(again.array()).isEqualTo(stored.array());
  }
}

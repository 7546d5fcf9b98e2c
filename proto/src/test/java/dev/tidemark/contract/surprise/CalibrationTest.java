package dev.tidemark.contract.surprise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  @Test
  void followsItsSlopesFromRungToRung() {
    // Given
    Calibration calibration = Calibration.of(4, List.of(1f, 0.5f, 2f, 1f, 1f, 1f, 1f, 1f, 0.25f));
    // When, Then
    assertThat(calibration.frequency(0)).isEqualTo(1);
    assertThat(calibration.frequency(2)).isCloseTo(Math.exp(-2), within(1e-12));
    assertThat(calibration.frequency(4)).isCloseTo(Math.exp(-4), within(1e-12));
    assertThat(calibration.frequency(6.5)).isCloseTo(Math.exp(-4 - 1.5 - 0.5), within(1e-12));
    assertThat(calibration.frequency(8)).isCloseTo(Math.exp(-4 - 1.5 - 0.75 - 2), within(1e-12));
    double atTwenty = calibration.frequency(20);
    assertThat(calibration.frequency(28)).isCloseTo(atTwenty * Math.exp(-2), within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void aLargerSurpriseIsNeverMoreFrequent(long seed) {
    // Given
    Random random = new Random(seed);
    Calibration calibration =
        Calibration.of(
            10 * random.nextFloat(),
            Stream.generate(() -> 0.01f + 4 * random.nextFloat())
                .limit(Calibration.steps())
                .toList());
    // When, Then
    double before = 1;
    for (double size = 0; size < 1_000; size += 0.1) {
      double frequency = calibration.frequency(size);
      assertThat(frequency).as("size %s", size).isPositive().isLessThanOrEqualTo(before);
      before = frequency;
    }
  }

  @Test
  void refusesWhatIsNoCalibration() {
    List<Float> ones = Collections.nCopies(Calibration.steps(), 1f);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calibration.of(Float.NaN, ones))
        .withMessage("first NaN is not finite and at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calibration.of(4, ones.subList(1, ones.size())))
        .withMessage("8 slopes, there must be one between each two rungs: 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calibration.of(4, Collections.nCopies(Calibration.steps(), 0f)))
        .withMessage("slopes[0] 0.0 is not finite and above 0");
  }
}

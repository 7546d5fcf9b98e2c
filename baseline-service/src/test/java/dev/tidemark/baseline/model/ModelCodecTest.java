package dev.tidemark.baseline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.contract.BucketSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ModelCodecTest {

  private static final BucketSpan SIX_HOURS = new BucketSpan(Duration.ofHours(6));

  private static byte[] golden(String name) {
    try (InputStream in =
        Objects.requireNonNull(ModelCodecTest.class.getResourceAsStream("/golden/" + name))) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] learned() {
    return new Traffic(42, SIX_HOURS.length(), 50).learned(100).encode();
  }

  @Test
  void encodesAsVersionThreeAlwaysDid() {
    assertThat(HexFormat.of().formatHex(learned()))
        .isEqualTo(HexFormat.of().formatHex(golden("baseline-v3.hex")));
  }

  @Test
  void readsVersionTwo() {
    // Given
    byte[] stored = golden("baseline-v2.hex");
    // When
    byte[] encoded = Baselines.decode(stored, SIX_HOURS, Traffic.UTC).encode();
    // Then: what version 3 keeps besides stands behind it
    assertThat(encoded[0]).isEqualTo((byte) 3);
    assertThat(Arrays.copyOfRange(encoded, 1, stored.length))
        .isEqualTo(Arrays.copyOfRange(stored, 1, stored.length));
  }

  @Test
  void readsVersionOneAndGoesOnFromThere() {
    // Given
    Instant next = Traffic.MONDAY.plus(Duration.ofDays(25));
    // When
    Baseline before = Baselines.decode(golden("baseline-v1.hex"), SIX_HOURS, Traffic.UTC);
    // Then: it expects what one that learned the same anew expects
    Prediction prediction = before.predict(next);
    Prediction anew = Baselines.decode(learned(), SIX_HOURS, Traffic.UTC).predict(next);
    assertThat(prediction.historyBuckets()).isEqualTo(100);
    assertThat(prediction.typical()).isCloseTo(anew.typical(), within(0.2 * anew.typical()));
    assertThat(prediction.daily()).isTrue();
    assertThat(before.context(next).recentResiduals()).hasSize(31);
    before.learn(next, 40);
    assertThat(before.encode()[0]).isEqualTo((byte) 3);
  }

  @Test
  void usualSharesEncodeAsVersionOneAlwaysDid() {
    assertThat(HexFormat.of().formatHex(UsualSharesTest.learned().encode()))
        .isEqualTo(HexFormat.of().formatHex(golden("usual-shares-v1.hex")));
  }

  @Test
  void unknownVersionIsNamed() {
    // Given
    byte[] state = learned();
    state[0] = 9;
    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Baselines.decode(state, SIX_HOURS, Traffic.UTC))
        .withMessage("baseline state has unknown version 9, known are 1 to 3");
  }

  @Test
  void anotherSpanIsRefused() {
    // Given
    byte[] state = learned();
    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Baselines.decode(state, BucketSpan.ofSeconds(900), Traffic.UTC))
        .withMessage("baseline state has 4 slots a day, the bucket span needs 96");
  }

  @Test
  void anyOtherLengthIsRefused() {
    // Given
    byte[] state = learned();
    // When, Then
    for (int length = 0; length <= state.length + 1; length++) {
      byte[] bytes = Arrays.copyOf(state, length);
      if (length != state.length) {
        assertThatIllegalArgumentException()
            .as("%d bytes", length)
            .isThrownBy(() -> Baselines.decode(bytes, SIX_HOURS, Traffic.UTC));
      }
    }
  }
}

package dev.tidemark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortTextsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aTextIsItsBytesWhateverWasBefore(long seed) {
    // Given
    ShortTexts texts = new ShortTexts();
    Random random = new Random(seed);
    byte[] bytes = new byte[64];
    // When / Then
    for (int i = 0; i < 20_000; i++) {
      int from = random.nextInt(40);
      int to = from + random.nextInt(bytes.length - from + 1);
      for (int at = from; at < to; at++) {
        bytes[at] = (byte) ('a' + random.nextInt(2));
      }
      assertThat(texts.of(bytes, from, to))
          .isEqualTo(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void whatComesAgainIsTheSameObject() {
    ShortTexts texts = new ShortTexts();
    byte[] bytes = "198.51.100.7".getBytes(StandardCharsets.US_ASCII);
    assertThat(texts.of(bytes, 0, bytes.length)).isSameAs(texts.of(bytes, 0, bytes.length));
  }
}

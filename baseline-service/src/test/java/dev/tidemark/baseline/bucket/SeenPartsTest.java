package dev.tidemark.baseline.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenPartsTest {

  private static final long NOW_MS = 1_800_000_000_000L;

  private final SeenParts seen = new SeenParts();

  @Test
  void aPartIsTakenOnceADay() {
    assertThat(seen.take("batch", 0, NOW_MS)).isTrue();
    assertThat(seen.take("batch", 1, NOW_MS)).isTrue();
    assertThat(seen.take("batch", 0, NOW_MS + Chunk.SeenPart.KEPT_MS)).isFalse();
    assertThat(seen.take("batch", 0, NOW_MS + Chunk.SeenPart.KEPT_MS + 1)).isTrue();
  }

  @Test
  void whatIsOlderThanADayIsForgotten() {
    // Given
    for (int part = 0; part < 100; part++) {
      seen.load("old", part, NOW_MS + part);
    }
    // When
    seen.take("new", 0, NOW_MS + Chunk.SeenPart.KEPT_MS + 60);
    // Then
    assertThat(seen.size()).isEqualTo(41);
  }
}

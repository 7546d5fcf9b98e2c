package dev.tidemark.baseline.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenPartsTest {

  private static final long NOW_MS = 1_800_000_000_000L;
  private static final long DAY_MS = Chunk.SeenPart.KEPT_MS;
  private static final long QUARTER_MS = 900_000;

  private final SeenParts seen = new SeenParts();

  @Test
  void aPartIsTakenOnceADay() {
    assertThat(seen.take(part("batch", 0, NOW_MS, DAY_MS))).isTrue();
    assertThat(seen.take(part("batch", 1, NOW_MS, DAY_MS))).isTrue();
    assertThat(seen.take(part("batch", 0, NOW_MS + DAY_MS, DAY_MS))).isFalse();
    assertThat(seen.take(part("batch", 0, NOW_MS + DAY_MS + 1, DAY_MS))).isTrue();
  }

  @Test
  void aBatchWithoutAKeyOfItsOwnIsForgottenSooner() {
    // Given
    seen.take(part("day", 0, NOW_MS, DAY_MS));
    seen.take(part("body", 0, NOW_MS, QUARTER_MS));
    // When / Then
    assertThat(seen.take(part("body", 0, NOW_MS + 600_000, QUARTER_MS))).isFalse();
    assertThat(seen.take(part("body", 0, NOW_MS + QUARTER_MS + 1, QUARTER_MS))).isTrue();
    assertThat(seen.take(part("day", 0, NOW_MS + QUARTER_MS + 2, DAY_MS))).isFalse();
    assertThat(seen.size()).isEqualTo(2);
  }

  @Test
  void whatIsOlderThanADayIsForgotten() {
    // Given
    for (int part = 0; part < 100; part++) {
      seen.load(part("old", part, NOW_MS + part, DAY_MS));
    }
    // When
    seen.take(part("new", 0, NOW_MS + DAY_MS + 60, DAY_MS));
    // Then
    assertThat(seen.size()).isEqualTo(41);
  }

  private static Chunk.SeenPart part(String batch, int part, long appendMs, long keptMs) {
    return new Chunk.SeenPart(Logs.SHARD, batch, part, appendMs, keptMs);
  }
}

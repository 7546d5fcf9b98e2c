package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.SERIES;
import static dev.tidemark.baseline.bucket.Logs.SHARD;
import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.advance;
import static dev.tidemark.baseline.bucket.Logs.history;
import static dev.tidemark.baseline.bucket.Logs.live;
import static dev.tidemark.baseline.bucket.Logs.passedMs;
import static dev.tidemark.baseline.bucket.Logs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.baseline.definition.ScheduledEvent;
import dev.tidemark.contract.SeriesKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduledBucketsTest {

  private static final long NOW_MS = T0 * 1_000;

  private final Replay replay = new Replay();
  private long nowMs = NOW_MS;

  /** A hundred usual buckets of history, then live from bucket 0 on; an event from 1 to 4. */
  @BeforeEach
  void goLive() {
    replay.apply(NOW_MS, Logs.startHistory(-100));
    for (int bucket = -100; bucket < 0; bucket++) {
      replay.apply(NOW_MS, history(bucket, 100 + Math.floorMod(bucket * 37, 11)));
    }
    replay.apply(NOW_MS, advance(0)).apply(NOW_MS, Logs.endHistory(true, 0)).commit();
  }

  @Test
  void aBucketUnderAnEventIsKeptButNeitherTellsNorTeaches() {
    // Given
    replay.apply(nowMs, change(event(1, 3, null))).apply(nowMs, live(0, 100));
    pass(0).commit();
    byte[] before = model();
    byte[] usual = usual();
    // When
    replay.apply(nowMs, live(1, 5_000)).endBatch();
    pass(1).apply(nowMs, live(2, 6_000)).endBatch();
    pass(2).commit();
    // Then
    assertThat(replay.of(Kind.INTERIM)).isEmpty();
    assertThat(replay.of(Kind.SCHEDULED_EVENT))
        .extracting(Told::actual)
        .containsExactly(5_000.0, 6_000.0);
    assertThat(replay.of(Kind.SCHEDULED_EVENT))
        .allSatisfy(told -> assertThat(told.expected()).isNotNull());
    assertThat(model()).isEqualTo(before);
    assertThat(usual()).isEqualTo(usual);
    // When
    replay.apply(nowMs, live(3, 5_000)).endBatch();
    pass(3).commit();
    // Then
    assertThat(replay.of(Kind.INTERIM)).isNotEmpty();
    assertThat(model()).isNotEqualTo(before);
  }

  @Test
  void anEventIsInForceFromItsPlaceInTheLogOn() {
    // Given
    replay.apply(nowMs, live(0, 5_000));
    pass(0);
    // When
    replay.apply(nowMs, change(event(0, 3, null))).apply(nowMs, live(1, 5_000));
    pass(1).commit().restart();
    replay.apply(nowMs, change()).apply(nowMs, live(2, 5_000));
    pass(2).commit();
    // Then
    assertThat(replay.of(Kind.FINAL))
        .extracting(Told::start)
        .contains(start(0), start(2))
        .doesNotContain(start(1));
    assertThat(replay.of(Kind.SCHEDULED_EVENT)).extracting(Told::start).containsExactly(start(1));
  }

  @Test
  void nobodyMissesASourceDuringAnEventOfTheWholeJob() {
    // Given
    replay.apply(nowMs, change(event(1, 4, null)));
    // When
    pass(0).commit();
    // Then
    assertThat(replay.shard().position().trailingGaps()).isEqualTo(1);
    // When
    pass(3).commit();
    // Then
    assertThat(replay.shard().position().trailingGaps()).isZero();
    assertThat(replay.shard().statistics().counters())
        .containsEntry("scheduled_buckets", 3L)
        .containsEntry("gaps", 1L);
    assertThat(Objects.requireNonNull(replay.chunks.getLast().changes().get(SHARD)).gaps())
        .isZero();
  }

  @Test
  void whatWasCountedUnderAnEventWithoutASignOfLifeIsKeptUnderIt() {
    replay.apply(nowMs, change(event(0, 1, null))).apply(nowMs, Logs.silent(0, 7));
    // When
    pass(0).commit();
    // Then
    assertThat(replay.of(Kind.SCHEDULED_EVENT)).extracting(Told::events).containsExactly(7L);
    assertThat(replay.of(Kind.NOT_ALIVE)).isEmpty();
  }

  @Test
  void anEventOfOneSeriesLeavesTheOthersAlone() {
    // Given
    SeriesKey other = SeriesKey.of(1);
    replay.apply(nowMs, change(event(0, 5, SERIES)));
    // When
    replay.apply(nowMs, live(0, 10)).apply(nowMs, counted(other, 0));
    pass(1).commit();
    // Then
    assertThat(replay.of(Kind.SCHEDULED_EVENT)).extracting(Told::series).containsExactly(SERIES);
    assertThat(replay.of(Kind.FIRST_BUCKET)).extracting(Told::series).contains(other);
    assertThat(replay.shard().position().trailingGaps()).isEqualTo(1);
  }

  @Test
  void aSeriesDoesNotBeginUnderAnEvent() {
    // Given
    SeriesKey fresh = SeriesKey.of(1);
    replay.apply(nowMs, change(event(0, 1, null)));
    // When
    replay.apply(nowMs, counted(fresh, 0));
    pass(0).commit();
    // Then
    assertThat(replay.of(Kind.SCHEDULED_EVENT)).extracting(Told::series).contains(fresh);
    assertThat(replay.shard().models()).doesNotContainKey(fresh);
  }

  @Test
  void aChangeBeforeTheFirstOpeningIsNotMissed() {
    Replay closed = new Replay();
    // When
    closed.apply(NOW_MS, change(event(0, 1, null))).commit();
    // Then
    assertThat(closed.deadLetters).isEmpty();
    assertThat(closed.knows(SHARD)).isFalse();
  }

  /** Ticks until a bucket's end is passed; without gaps, for those hold the watermark still. */
  private Replay pass(int bucket) {
    while (nowMs < passedMs(bucket)) {
      nowMs += 10_000;
      replay.apply(nowMs, Logs.tick());
    }
    return replay;
  }

  private byte[] model() {
    return Objects.requireNonNull(replay.shard().models().get(SERIES)).baseline().encode();
  }

  private byte[] usual() {
    return Objects.requireNonNull(replay.shard().models().get(SERIES)).usual().encode();
  }

  private static LogEntry.Update counted(SeriesKey series, int bucket) {
    return new LogEntry.Update(
        SHARD,
        "",
        0,
        "",
        List.of(new LogEntry.Counted(series, start(bucket), Logs.counted(10))),
        List.of(start(bucket)));
  }

  private static LogEntry.Change change(ScheduledEvent... events) {
    return new LogEntry.Change(
        SHARD, Logs.job(SHARD, true, T0, Logs.LATENESS_MS, Calendar.of(List.of(events))));
  }

  private static ScheduledEvent event(int from, int to, @Nullable SeriesKey series) {
    return new ScheduledEvent(
        "1",
        "maintenance",
        Instant.ofEpochSecond(start(from)),
        Instant.ofEpochSecond(start(to)),
        null,
        series);
  }
}

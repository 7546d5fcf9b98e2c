package dev.tidemark.baseline.bucket;

import static dev.tidemark.baseline.bucket.Logs.SHARD;
import static dev.tidemark.baseline.bucket.Logs.T0;
import static dev.tidemark.baseline.bucket.Logs.advance;
import static dev.tidemark.baseline.bucket.Logs.endHistory;
import static dev.tidemark.baseline.bucket.Logs.history;
import static dev.tidemark.baseline.bucket.Logs.live;
import static dev.tidemark.baseline.bucket.Logs.start;
import static dev.tidemark.baseline.bucket.Logs.startHistory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.bucket.BucketResult.Kind;
import dev.tidemark.contract.SeriesKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardCommandsTest {

  private static final long NOW_MS = T0 * 1_000;

  private final Replay replay = new Replay();

  @Test
  void anOpenedJobCountsFromItsFirstBucketOn() {
    // When
    replay.apply(NOW_MS, Logs.open(2)).apply(NOW_MS, live(1, 3)).apply(NOW_MS, live(2, 5)).commit();
    // Then
    assertThat(replay.shard().closedUntil).isEqualTo(start(2));
    assertThat(replay.lateEvents().values()).containsExactly(3L);
    assertThat(replay.openEvents()).isEqualTo(5);
  }

  @Test
  void openingTwiceChangesNothing() {
    // Given
    replay.apply(NOW_MS, Logs.open(0)).apply(NOW_MS, live(0, 5));
    ShardState.Position before = replay.shard().position();
    // When
    replay.apply(NOW_MS, Logs.open(0));
    // Then
    assertThat(replay.shard().position()).isEqualTo(before);
    assertThat(replay.openEvents()).isEqualTo(5);
  }

  @Test
  void aChangedJobIsUsedFromThereOn() {
    // Given
    replay.apply(NOW_MS, Logs.open(0)).apply(NOW_MS, live(0, 5));
    ShardJob patient = Logs.job(SHARD, true, T0, 200_000);
    // When
    replay.apply(NOW_MS, new LogEntry.Change(SHARD, patient)).commit().restart();
    for (long ms = NOW_MS; ms < NOW_MS + 259_000; ms += 5_000) {
      replay.apply(ms, Logs.tick());
    }
    // Then
    assertThat(replay.shard().closedUntil).isEqualTo(start(0));
  }

  @Test
  void aClosedJobKeepsWhatItsOpenBucketsHeld() {
    // Given
    replay.apply(NOW_MS, Logs.open(0)).apply(NOW_MS, live(0, 5)).apply(NOW_MS, live(1, 6)).commit();
    // When
    replay.apply(NOW_MS, new LogEntry.Close(SHARD, Logs.closed())).commit().restart();
    // Then
    assertThat(replay.of(Kind.JOB_CLOSED)).extracting(Told::events).containsExactly(5L, 6L);
    assertThat(replay.openEvents()).isZero();
    assertThat(replay.shard().models()).isEmpty();
  }

  @Test
  void aDeletedShardIsForgottenWithItsParts() {
    // Given
    replay.apply(NOW_MS, Logs.open(0)).apply(NOW_MS, Logs.update(0, 5, "batch", ""));
    // When
    replay.apply(NOW_MS, new LogEntry.Delete(SHARD));
    // Then
    assertThat(replay.chunk().deleted()).containsExactly(SHARD);
    assertThat(replay.chunk().seenParts()).isEmpty();
    assertThat(replay.chunk().changes()).isEmpty();
    // When
    replay.commit().restart().apply(NOW_MS, live(0, 1)).commit();
    // Then
    assertThat(replay.knows(SHARD)).isFalse();
    assertThat(replay.deadLetters).containsExactly("unknown_shard");
  }

  @Test
  void onlyTheRunningSessionAdvancesAndEnds() {
    // Given
    replay.apply(NOW_MS, startHistory(-10)).apply(NOW_MS, history(-10, 5));
    ShardState.Position before = replay.shard().position();
    // When
    replay
        .apply(NOW_MS, new LogEntry.AdvanceHistory(SHARD, "other", start(0)))
        .apply(NOW_MS, new LogEntry.EndHistory(SHARD, Logs.closed(), "other"))
        .apply(NOW_MS, Logs.update(-10, 7, "", "other"))
        .apply(NOW_MS, live(-10, 7))
        .commit();
    // Then
    assertThat(replay.deadLetters).hasSize(4).containsOnly("other_session");
    assertThat(replay.shard().position()).isEqualTo(before);
    assertThat(replay.openEvents()).isEqualTo(5);
  }

  @Test
  void whatLiesBeforeASessionIsRefusedAndTheRestOfItsUpdateCounts() {
    // Given
    replay.apply(NOW_MS, startHistory(-10));
    LogEntry.Update before = history(-11, 7);
    LogEntry.Update within = history(-10, 5);
    // When
    replay
        .apply(
            NOW_MS,
            new LogEntry.Update(
                SHARD,
                "",
                0,
                within.backfillId(),
                List.of(before.buckets().getFirst(), within.buckets().getFirst()),
                within.alive()))
        .commit();
    // Then
    assertThat(replay.deadLetters).containsExactly("before_session");
    assertThat(replay.openEvents()).isEqualTo(5);
    assertThat(replay.shard().statistics().counters()).containsEntry("dropped_before_session", 7L);
  }

  @Test
  void anAdvanceFarIntoTheFutureMovesNothing() {
    // Given
    replay.apply(NOW_MS, startHistory(-10)).apply(NOW_MS, history(-10, 5));
    ShardState.Position before = replay.shard().position();
    // When
    replay.apply(NOW_MS, Logs.advance(1_000_000)).commit();
    // Then
    assertThat(replay.deadLetters).containsExactly("future_advance");
    assertThat(replay.shard().position()).isEqualTo(before);
  }

  @Test
  void aSessionThatIsToldToStartTwiceGoesOn() {
    // Given
    replay
        .apply(NOW_MS, startHistory(-10))
        .apply(NOW_MS, history(-5, 5))
        .apply(NOW_MS, advance(-8))
        .commit();
    ShardState.Position before = replay.shard().position();
    // When
    replay.apply(NOW_MS, startHistory(-10));
    // Then
    assertThat(replay.shard().position()).isEqualTo(before);
    assertThat(replay.openEvents()).isEqualTo(5);
  }

  @Test
  void whatWasCountedLiveBeforeASessionDoesNotCountTwiceInIt() {
    // Given
    replay.apply(NOW_MS, Logs.open(0)).apply(NOW_MS + 1_000, live(0, 5));
    // When
    replay
        .apply(NOW_MS + 2_000, startHistory(-1))
        .apply(NOW_MS + 3_000, history(-1, 4))
        .apply(NOW_MS + 3_000, history(0, 5))
        .apply(NOW_MS + 4_000, advance(0))
        .apply(NOW_MS + 5_000, endHistory(true, 0))
        .commit();
    // Then
    assertThat(replay.of(Kind.JOB_CLOSED)).extracting(Told::events).containsExactly(5L);
    assertThat(replay.openEvents()).isEqualTo(5);
  }

  @Test
  void aSessionThatIsNotAdvancedToTheEndIsStillJudgedAsHistory() {
    // Given
    replay
        .apply(NOW_MS, startHistory(-10))
        .apply(NOW_MS, history(-10, 5))
        .apply(NOW_MS, history(-3, 6))
        .apply(NOW_MS, history(0, 7))
        .apply(NOW_MS, advance(-9));
    // When
    replay.apply(NOW_MS + 1_000, endHistory(true, 2)).apply(NOW_MS + 2_000, Logs.tick()).commit();
    // Then
    assertThat(replay.results)
        .extracting(Told::kind)
        .containsExactly(Kind.FIRST_BUCKET, Kind.FINAL, Kind.JOB_CLOSED);
    assertThat(replay.results).extracting(Told::mode).containsOnly(ShardMode.HISTORY);
    assertThat(replay.shard().mode).isEqualTo(ShardMode.LIVE);
    assertThat(replay.shard().closedUntil).isEqualTo(start(2));
    assertThat(replay.shard().trailingGaps).isZero();
    assertThat(replay.openEvents()).isZero();
  }

  @Test
  void aSessionThatWasAdvancedToThePresentGoesLiveWithTheBucketAtHand() {
    // Given
    replay
        .apply(NOW_MS, startHistory(-2))
        .apply(NOW_MS, history(-2, 5))
        .apply(NOW_MS, history(0, 7));
    // When
    replay
        .apply(NOW_MS, advance(0))
        .apply(NOW_MS + 1_000, endHistory(true, 0))
        .apply(NOW_MS + 2_000, live(0, 1))
        .commit()
        .restart();
    // Then
    assertThat(replay.openEvents()).isEqualTo(8);
    assertThat(replay.shard().closedUntil).isEqualTo(start(0));
    assertThat(replay.late).isEmpty();
  }

  @Test
  void aSessionThatEndsClosedKeepsWhatWasNotJudged() {
    // Given
    replay.apply(NOW_MS, startHistory(-10)).apply(NOW_MS, history(-10, 5));
    // When
    replay.apply(NOW_MS, endHistory(false, 0)).commit();
    // Then
    assertThat(replay.of(Kind.JOB_CLOSED)).extracting(Told::events).containsExactly(5L);
    assertThat(replay.shard().mode).isEqualTo(ShardMode.CLOSED);
  }

  @Test
  void whatCannotBeUsedIsADeadLetterAndChangesNothing() {
    // Given
    replay.apply(NOW_MS, Logs.open(0));
    SeriesKey unknown = SeriesKey.of(Logs.FUNCTIONS.size());
    // When
    replay
        .apply(NOW_MS, new LogEntry.Poison("undecodable_record", "no protobuf"))
        .apply(NOW_MS, update(unknown, start(0)))
        .apply(NOW_MS, update(Logs.SERIES, start(0) + 1))
        .apply(NOW_MS, new LogEntry.AdvanceHistory(Logs.OTHER, Logs.SESSION, start(1)))
        .commit();
    // Then
    assertThat(replay.deadLetters)
        .containsExactly(
            "undecodable_record", "unknown_detector", "misaligned_bucket", "unknown_shard");
    assertThat(replay.openEvents()).isZero();
    assertThat(replay.shard().open()).isEmpty();
  }

  @Test
  void aRecordOfAnotherPartitionIsADeadLetter() {
    // Given
    int other = 1 - SHARD.partition(2);
    Partition partition = new Partition(other, 2, Logs.CATCH_UP_MS, 0, 0);
    Chunk chunk = new Chunk();
    // When
    partition.apply(new LogRecord(0, NOW_MS, Logs.open(0)), chunk);
    // Then
    assertThat(chunk.deadLetters())
        .extracting(Chunk.DeadLetter::reason)
        .containsExactly("wrong_partition");
    assertThat(partition.shards()).isEmpty();
  }

  @Test
  void aRecordThatWasAppliedBeforeIsPassedOver() {
    // Given
    Partition partition = new Partition(0, 1, Logs.CATCH_UP_MS, 7, 0);
    Chunk chunk = new Chunk();
    // When
    boolean applied = partition.apply(new LogRecord(6, NOW_MS, Logs.open(0)), chunk);
    // Then
    assertThat(applied).isTrue();
    assertThat(chunk.isEmpty()).isTrue();
    assertThat(partition.nextOffset()).isEqualTo(7);
    assertThat(partition.shards()).isEmpty();
  }

  @Test
  void whatAPersonExpectedIsLearnedOnceAndBeforeAnythingThatComesLater() {
    // Given
    replay.apply(NOW_MS, Logs.startHistory(0));
    for (int bucket = 0; bucket < 50; bucket++) {
      replay.apply(NOW_MS, Logs.history(bucket, bucket == 40 ? 5_000 : 100));
    }
    replay.apply(NOW_MS, Logs.advance(50)).commit();
    byte[] before = model();
    LogEntry.Expect expect =
        new LogEntry.Expect(SHARD, "expect/alert-1", Logs.SERIES, start(40), start(41));
    // When
    replay.apply(NOW_MS, expect).commit();
    byte[] expected = model();
    replay.apply(NOW_MS, expect).commit().restart();
    // Then
    assertThat(expected).isNotEqualTo(before);
    assertThat(model()).as("the same told twice").isEqualTo(expected);
    // When: nothing of what follows is in the chunk that learns it
    replay.apply(NOW_MS, new LogEntry.Expect(SHARD, "expect/2", Logs.SERIES, start(40), start(41)));
    Chunk sealed = replay.chunk();
    replay.apply(NOW_MS, Logs.history(50, 100));
    // Then
    assertThat(replay.chunk()).isNotSameAs(sealed);
  }

  @Test
  void whatWasNeverJudgedCannotBeExpected() {
    // Given
    replay.apply(NOW_MS, Logs.startHistory(0)).apply(NOW_MS, Logs.history(0, 100));
    replay.apply(NOW_MS, Logs.history(1, 100)).apply(NOW_MS, Logs.advance(2)).commit();
    byte[] before = model();
    // When
    replay
        .apply(NOW_MS, new LogEntry.Expect(SHARD, "expect/1", Logs.SERIES, start(5), start(9)))
        .apply(NOW_MS, new LogEntry.Expect(SHARD, "expect/2", SeriesKey.of(1), start(0), start(9)))
        .commit();
    // Then
    assertThat(model()).isEqualTo(before);
    assertThat(replay.deadLetters).isEmpty();
  }

  private byte[] model() {
    return java.util.Objects.requireNonNull(replay.shard().models().get(Logs.SERIES))
        .baseline()
        .encode();
  }

  private static LogEntry.Update update(SeriesKey series, long start) {
    return new LogEntry.Update(
        SHARD, "", 0, "", List.of(new LogEntry.Counted(series, start, Logs.counted(1))), List.of());
  }
}

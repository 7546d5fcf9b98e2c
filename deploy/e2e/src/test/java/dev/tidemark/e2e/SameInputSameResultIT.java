package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.e2e.suite.Replay;
import dev.tidemark.e2e.suite.Results;
import dev.tidemark.e2e.suite.Suite;
import dev.tidemark.e2e.suite.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** "The log decides": the same events give the same results, bit for bit. */
class SameInputSameResultIT {

  private static final Duration SPAN = Duration.ofMinutes(15);
  private static final int DAYS = 5;
  private static final int FLOOD_FACTOR = 9;
  private static final Traffic TRAFFIC = new Traffic(42, 24, SPAN);

  private final Suite suite = Suite.shared();
  private final Instant from = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(DAYS));

  @Test
  void shuffledArrivalBetweenWatermarkStepsGivesBitIdenticalResults() throws IOException {
    // Given
    String inOrder = suite.createSplitJob("in-order");
    String shuffled = suite.createSplitJob("shuffled");
    long sent = play(inOrder, 0);

    // When
    long sentAgain = play(shuffled, 7);

    // Then
    assertThat(sentAgain).isEqualTo(sent);
    assertSame(inOrder, shuffled, sent);
  }

  @Test
  void oneAndTwoBaselineInstancesGiveTheSameResults() throws IOException {
    // Given
    String withOne = suite.createSplitJob("one-owner");
    String withTwo = suite.createSplitJob("two-owners");
    suite.onlyOneBaseline();
    long sent = play(withOne, 0);
    suite.twoBaselines();

    // When
    play(withTwo, 0);

    // Then
    assertSame(withOne, withTwo, sent);
  }

  private void assertSame(String one, String other, long sent) throws IOException {
    assertThat(Results.total(suite, one)).isEqualTo(sent);
    assertThat(Results.anonymous(Results.buckets(suite, other)))
        .isEqualTo(Results.anonymous(Results.buckets(suite, one)));
    List<String> records = Results.anonymous(Results.records(suite, one));
    assertThat(Results.anonymous(Results.records(suite, other))).isEqualTo(records).isNotEmpty();
  }

  /** Plays the days, one step of the watermark an hour; a seed of 0 keeps the order of time. */
  private long play(String job, int seed) throws IOException {
    Replay replay = Replay.start(suite, job, from, false);
    Random random = new Random(seed);
    for (int day = 0; day < DAYS; day++) {
      for (int part = 0; part < 4; part++) {
        Instant start = from.plus(Duration.ofHours(24L * day + 6L * part));
        List<String> events = sixHours(start);
        if (seed != 0) {
          Collections.shuffle(events, random);
        }
        sendInPieces(replay, events, seed == 0 ? 4 : 7);
        replay.advance(start.plus(Duration.ofHours(6)));
      }
    }
    replay.end(false);
    return replay.acknowledged();
  }

  private List<String> sixHours(Instant start) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Instant bucket = start.plus(SPAN.multipliedBy(i));
      events.addAll(TRAFFIC.events(bucket));
      if (isFlooded(bucket)) {
        events.addAll(TRAFFIC.events(bucket, FLOOD_FACTOR * TRAFFIC.perBucket(), "203.0.113."));
      }
    }
    return events;
  }

  private boolean isFlooded(Instant bucket) {
    return bucket.equals(from.plus(Duration.ofHours(24 * 3 + 11)))
        || bucket.equals(from.plus(Duration.ofHours(24 * 4 + 2)));
  }

  private static void sendInPieces(Replay replay, List<String> events, int pieces) {
    int size = (events.size() + pieces - 1) / pieces;
    for (int i = 0; i < events.size(); i += size) {
      replay.send(events.subList(i, Math.min(i + size, events.size())));
    }
  }
}

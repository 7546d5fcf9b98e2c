package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.e2e.suite.Replay;
import dev.tidemark.e2e.suite.Results;
import dev.tidemark.e2e.suite.Suite;
import dev.tidemark.e2e.suite.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** "Late data is repaired": an event for a closed bucket changes that bucket's result and nothing else. */
class LateEventIT {

  private static final Duration SPAN = Duration.ofSeconds(10);
  private static final Duration HISTORY = Duration.ofHours(4);
  private static final int USUAL = 20;
  private static final int LATE = 400;

  private final Suite suite = Suite.shared();
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void aLateEventRepairsItsBucketAndNothingElse() throws IOException {
    // Given
    String job = suite.createJob("late", "10s", "1s", "");
    liveAfterHistory(job);
    Instant bucket = Suite.floor(Instant.now(), SPAN).plus(SPAN);
    Awaitility.await("the bucket has begun")
        .atMost(SPAN.multipliedBy(2))
        .until(() -> Instant.now().isAfter(bucket));
    suite.send(events(bucket, USUAL));
    JsonNode before = awaitClosed(job, bucket);
    List<String> others = Results.anonymous(othersUntil(job, bucket));

    // When
    suite.send(events(bucket, LATE));

    // Then
    JsonNode after =
        Awaitility.await("repaired")
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> Results.bucketAt(suite, job, bucket, SPAN),
                found -> found.path("actual").asDouble() == before.path("actual").asDouble() + LATE);
    assertThat(after.path("revised").asBoolean()).as("%s", after).isTrue();
    assertThat(after.path("typical")).as("the prediction stays").isEqualTo(before.path("typical"));
    assertThat(after.path("anomaly_score").asDouble())
        .isGreaterThan(before.path("anomaly_score").asDouble());
    assertThat(Results.anonymous(othersUntil(job, bucket))).isEqualTo(others);
    assertThat(Results.records(suite, job))
        .filteredOn(record -> record.path("revised").asBoolean())
        .singleElement()
        .satisfies(record -> assertThat(record.path("actual").asDouble()).isEqualTo(USUAL + LATE));
  }

  private void liveAfterHistory(String job) throws IOException {
    Instant now = Suite.floor(Instant.now(), SPAN);
    Instant start = now.minus(HISTORY);
    Replay replay = Replay.start(suite, job, start, false);
    List<String> lines = new ArrayList<>();
    long total = 0;
    for (Instant at = start; at.isBefore(now); at = at.plus(SPAN)) {
      int value = USUAL + random.nextInt(7) - 3;
      lines.add(at + "," + value);
      total += value;
    }
    replay.sendCounts(lines, total);
    replay.advance(now);
    replay.end(true);
  }

  private List<String> events(Instant bucket, int count) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(Traffic.event(bucket.plusMillis(i), "10.2.0." + i % 9, random));
    }
    return events;
  }

  private JsonNode awaitClosed(String job, Instant bucket) {
    return Awaitility.await("closed")
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> Results.bucketAt(suite, job, bucket, SPAN),
            found -> found.path("anomaly_score").isNumber());
  }

  private List<JsonNode> othersUntil(String job, Instant bucket) throws IOException {
    return suite
        .baseline()
        .all("/api/v1/jobs/" + job + "/buckets?sort=asc&to=" + bucket, "buckets");
  }
}

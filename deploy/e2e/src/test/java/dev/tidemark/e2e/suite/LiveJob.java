package dev.tidemark.e2e.suite;

import static org.awaitility.Awaitility.await;

import dev.tidemark.contract.BucketSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A job that counts what happens now, without the minute that opening one takes. */
public final class LiveJob {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int BUCKETS = 30;
  private static final int EVENTS_A_BUCKET = 40;

  private LiveJob() {}

  /**
   * Creates a job with thirty buckets of history, and makes it live in the bucket that is open.
   *
   * @param more properties of the job beside span, lateness and its one detector
   * @return start of the first bucket that is not history
   */
  public static Instant create(Suite suite, String id, BucketSpan span, Map<String, ?> more) {
    Map<String, Object> job = new HashMap<>(more);
    job.put("id", id);
    job.put("bucket_span", span.seconds() + "s");
    job.put("allowed_lateness", "1s");
    job.put("detectors", List.of(Map.of("function", "high_count")));
    suite.tidemark().baseline().post("/api/v1/jobs", job).orThrow();
    // The session must end in the very bucket that it has advanced to.
    await()
        .atMost(SOON)
        .until(() -> span.floor(Instant.now().plusSeconds(7)).equals(span.floor(Instant.now())));
    Duration length = span.length();
    Instant from = span.floor(Instant.now()).minus(length.multipliedBy(BUCKETS));
    String backfill = suite.tidemark().beginBackfill(id, from, false);
    Events events = new Events(2);
    Instant now = span.floor(Instant.now());
    for (Instant at = from; at.isBefore(now); at = at.plus(length)) {
      byte[] body = Events.body(events.between("a", at, at.plus(length), EVENTS_A_BUCKET));
      suite.historyOf(id).send("history/" + id + "/" + at, body);
    }
    suite.tidemark().advance(id, backfill, now);
    suite.tidemark().end(id, backfill, true);
    await()
        .atMost(SOON)
        .until(
            () -> suite.tidemark().backfill(id, backfill).path("state").asText().equals("ended"));
    return now;
  }
}

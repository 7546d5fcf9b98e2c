package dev.tidemark.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A backfill session of one job, played as a careful client plays it: every batch has a key and is sent again, with the same
 * key, until it is acknowledged.
 */
public final class Replay {

  private static final Duration LONGEST_JUDGING = Duration.ofSeconds(120);

  private final Suite suite;
  private final String job;
  private final String session;
  private long acknowledged;
  private int batches;

  private Replay(Suite suite, String job, String session) {
    this.suite = suite;
    this.job = job;
    this.session = session;
  }

  /**
   * Starts a session.
   *
   * @param from start of the first bucket
   */
  public static Replay start(Suite suite, String job, Instant from, boolean openAlerts)
      throws IOException {
    JsonNode created =
        suite
            .baseline()
            .post(
                "/api/v1/jobs/" + job + "/backfills",
                "{\"from\":\"" + from + "\",\"open_alerts\":" + openAlerts + "}")
            .expect(201)
            .body();
    return new Replay(suite, job, created.path("id").asText());
  }

  /** Sends events until they are acknowledged. */
  public void send(List<String> events) {
    JsonNode answer =
        suite
            .ingest()
            .postUntilAnswered(
                "/api/v1/events?job=" + job,
                String.join("\n", events),
                "application/x-ndjson",
                job + "-" + batches++)
            .expect(202)
            .body();
    assertThat(answer.path("accepted").asInt()).as("%s", answer).isEqualTo(events.size());
    acknowledged += events.size();
  }

  /** Sends plain counts, a CSV line each ({@code bucket_start,value}), until they are acknowledged. */
  public void sendCounts(List<String> lines, long total) {
    suite
        .baseline()
        .postUntilAnswered(
            path() + "/counts",
            "bucket_start,value\n" + String.join("\n", lines) + "\n",
            "text/csv",
            job + "-counts-" + batches++)
        .expect(200, 201, 202);
    acknowledged += total;
  }

  /** Says that everything before a time has been sent. */
  public void advance(Instant until) {
    suite
        .baseline()
        .repeat(() -> suite.baseline().post(path() + "/advance", "{\"until\":\"" + until + "\"}"))
        .expect(202);
  }

  /** Ends the session and waits until all that it sent is judged. */
  public void end(boolean live) {
    suite
        .baseline()
        .repeat(() -> suite.baseline().post(path() + "/end", "{\"live\":" + live + "}"))
        .expect(202);
    Awaitility.await("all of " + job + " judged")
        .atMost(LONGEST_JUDGING)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(suite.baseline().get(path()).expect(200).body().path("state").asText())
                    .isEqualTo("ended"));
  }

  /** How many events (counts included) have been acknowledged. */
  public long acknowledged() {
    return acknowledged;
  }

  private String path() {
    return "/api/v1/jobs/" + job + "/backfills/" + session;
  }
}

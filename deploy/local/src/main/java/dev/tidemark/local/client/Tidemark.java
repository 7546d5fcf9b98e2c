package dev.tidemark.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The suite as its users see it: jobs, backfills, results and alerts.
 *
 * @param ingest takes events
 * @param baseline has jobs, backfills and results
 * @param alert has rules, alerts and webhooks
 */
public record Tidemark(ServiceClient ingest, ServiceClient baseline, ServiceClient alert) {

  private static final Duration POLL = Duration.ofMillis(300);

  /** The services at these addresses. */
  public static Tidemark at(URI ingest, URI baseline, URI alert) {
    return new Tidemark(
        new ServiceClient(ingest), new ServiceClient(baseline), new ServiceClient(alert));
  }

  /** A job; empty if there is none of this id. */
  public Optional<JsonNode> job(String id) {
    Answer answer = baseline.get("/api/v1/jobs/" + id);
    return answer.status() == 404 ? Optional.empty() : Optional.of(answer.orThrow());
  }

  /** Changes fields of a job that may change, whatever its revision. */
  public void patchJob(String id, Map<String, ?> changes) {
    Answer current = baseline.get("/api/v1/jobs/" + id);
    current.orThrow();
    baseline.patch("/api/v1/jobs/" + id, current.etag().orElse("*"), changes).orThrow();
  }

  /** Begins a backfill and gives its id. */
  public String beginBackfill(String job, Instant from, boolean openAlerts) {
    return baseline
        .post(backfills(job), Map.of("from", from.toString(), "open_alerts", openAlerts))
        .orThrow()
        .path("id")
        .asText();
  }

  /** Says that everything of a backfill before a time has been sent. */
  public void advance(String job, String backfill, Instant until) {
    baseline
        .post(backfills(job) + "/" + backfill + "/advance", Map.of("until", until.toString()))
        .orThrow();
  }

  /** Ends a backfill: the job goes live or is closed. */
  public void end(String job, String backfill, boolean live) {
    baseline.post(backfills(job) + "/" + backfill + "/end", Map.of("live", live)).orThrow();
  }

  /** A backfill with its progress. */
  public JsonNode backfill(String job, String backfill) {
    return baseline.get(backfills(job) + "/" + backfill).orThrow();
  }

  /** Until when every bucket of a backfill is judged; the epoch before its shards have begun. */
  public Instant judgedUntil(String job, String backfill) {
    String until = backfill(job, backfill).path("progress").path("closed_until").asText("");
    return until.isEmpty() ? Instant.EPOCH : Instant.parse(until);
  }

  /** All closed buckets of a job. */
  public List<JsonNode> buckets(String job) {
    return baseline.all("/api/v1/jobs/" + job + "/buckets", "buckets");
  }

  /** All final records of a job with at least this score. */
  public List<JsonNode> records(String job, double minimumScore) {
    return baseline.all("/api/v1/jobs/" + job + "/records?min_score=" + minimumScore, "records");
  }

  /** All alerts of a job. */
  public List<JsonNode> alerts(String job) {
    return alert.all("/api/v1/alerts?job=" + job, "alerts");
  }

  /**
   * Waits until something is so.
   *
   * @param what for the message
   * @throws IllegalStateException if it is not so in time
   */
  public static void await(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited " + patience.toSeconds() + " s in vain: " + what);
      }
      pause(POLL);
    }
  }

  /**
   * Waits for some time.
   *
   * @throws IllegalStateException if the thread is interrupted
   */
  public static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String backfills(String job) {
    return "/api/v1/jobs/" + job + "/backfills";
  }
}

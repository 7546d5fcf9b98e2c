package dev.tidemark.bench.latency;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.bench.latency.Receiver.Arrival;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.local.client.ServiceClient;
import dev.tidemark.local.client.Tidemark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Event to webhook: with the previous bucket closed, a request whose events push one series' open
 * bucket over its bound, until the alert's webhook is received. One series a sample, one sample at
 * a time.
 */
final class Latency {

  private static final String JOB = "latency";
  private static final Duration SPAN = Duration.ofHours(1);
  private static final BucketSpan BUCKETS = new BucketSpan(SPAN);
  private static final Duration HISTORY = Duration.ofDays(21);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Map<String, Object> JOB_DOCUMENT =
      Map.of(
          "id",
          JOB,
          "bucket_span",
          "1h",
          "allowed_lateness",
          "2s",
          "detectors",
          List.of(Map.of("function", "high_count", "partition_field", "observer.name")),
          "influencers",
          List.of("source.ip"));
  private static final Map<String, Object> RULE_DOCUMENT =
      Map.of("id", JOB, "name", "Latency", "jobs", List.of(JOB), "anomaly_threshold", 75);
  private static final int USUAL = 60;
  private static final int FLOOD = 1_500;

  private final Tidemark tidemark;
  private final int samples;
  private final SplittableRandom random = new SplittableRandom(1);

  Latency(Tidemark tidemark, int samples) {
    this.tidemark = tidemark;
    this.samples = samples;
  }

  /** Measures all samples, in milliseconds, sorted. */
  long[] measure() throws Exception {
    try (Receiver receiver = new Receiver()) {
      prepare(receiver);
      long[] millis = new long[samples];
      for (int i = 0; i < samples; i++) {
        millis[i] = sample(receiver, i);
        System.out.printf("sample %d of %d: %d ms%n", i + 1, samples, millis[i]);
      }
      Arrays.sort(millis);
      return millis;
    }
  }

  private void prepare(Receiver receiver) throws InterruptedException {
    waitIfTheBucketEndsSoon();
    System.out.printf("three weeks of history for %d series%n", samples);
    tidemark.baseline().post("/api/v1/jobs", JOB_DOCUMENT).orThrow();
    tidemark.alert().post("/api/v1/rules", RULE_DOCUMENT).orThrow();
    tidemark
        .alert()
        .post("/api/v1/webhooks", Map.of("name", "latency", "url", receiver.url().toString()))
        .orThrow();
    history();
  }

  private void history() {
    Instant now = BUCKETS.floor(Instant.now());
    Instant start = now.minus(HISTORY);
    String session = tidemark.beginBackfill(JOB, start, false);
    StringBuilder counts = new StringBuilder("bucket_start,value,partition\n");
    for (Instant at = start; at.isBefore(now); at = at.plus(SPAN)) {
      for (int series = 0; series < samples; series++) {
        counts.append(at).append(',').append(USUAL + random.nextInt(21) - 10);
        counts.append(",sensor-").append(series).append('\n');
      }
    }
    post(
        tidemark.baseline(),
        "/api/v1/jobs/" + JOB + "/backfills/" + session + "/counts",
        "text/csv",
        counts.toString());
    tidemark.advance(JOB, session, now);
    tidemark.end(JOB, session, true);
    Tidemark.await(
        "history is judged",
        Duration.ofMinutes(3),
        () -> tidemark.backfill(JOB, session).path("state").asText().equals("ended"));
  }

  private static void post(ServiceClient door, String path, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    door.post(path, bytes, Map.of("Content-Type", type)).orThrow();
  }

  private long sample(Receiver receiver, int series) throws InterruptedException {
    String body = events("sensor-" + series);
    long sent = System.nanoTime();
    post(tidemark.ingest(), "/api/v1/events", "application/x-ndjson", body);
    while (true) {
      Arrival arrival = receiver.arrivals().poll(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
      if (arrival == null) {
        throw new IllegalStateException("no webhook for sensor-" + series + " within " + LONGEST);
      }
      JsonNode notification = arrival.body();
      if (notification.path("type").asText().equals("alert.opened")
          && notification.toString().contains("\"sensor-" + series + "\"")) {
        return TimeUnit.NANOSECONDS.toMillis(arrival.nanos() - sent);
      }
    }
  }

  private String events(String sensor) {
    Instant now = Instant.now();
    List<String> events = new ArrayList<>(FLOOD);
    for (int i = 0; i < FLOOD; i++) {
      events.add(
          """
          {"@timestamp":"%s","event":{"category":["network"]},"observer":{"name":"%s"},\
          "source":{"ip":"10.3.0.%d"},"destination":{"ip":"192.0.2.%d"},"network":{"bytes":%d}}"""
              .formatted(
                  now, sensor, random.nextInt(20), random.nextInt(200), random.nextInt(5000)));
    }
    return String.join("\n", events);
  }

  /** A bucket that ends in the middle would measure the closing of its predecessor. */
  private static void waitIfTheBucketEndsSoon() throws InterruptedException {
    Duration left = Duration.between(Instant.now(), BUCKETS.floor(Instant.now()).plus(SPAN));
    if (left.compareTo(Duration.ofMinutes(2)) < 0) {
      System.out.printf("the hour ends in %d s: waiting for the next one%n", left.toSeconds());
      TimeUnit.MILLISECONDS.sleep(left.toMillis() + 1);
    }
  }
}

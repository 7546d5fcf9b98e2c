package dev.tidemark.bench.latency;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.bench.latency.Receiver.Arrival;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private static final Duration HISTORY = Duration.ofDays(21);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int USUAL = 60;
  private static final int FLOOD = 1_500;

  private final Door ingest;
  private final Door baseline;
  private final Door alert;
  private final int samples;
  private final SplittableRandom random = new SplittableRandom(1);

  Latency(Door ingest, Door baseline, Door alert, int samples) {
    this.ingest = ingest;
    this.baseline = baseline;
    this.alert = alert;
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
    baseline.post("/api/v1/jobs", "application/json", job());
    alert.post("/api/v1/rules", "application/json", rule());
    alert.post(
        "/api/v1/webhooks",
        "application/json",
        "{\"name\":\"latency\",\"url\":\"" + receiver.url() + "\"}");
    history();
  }

  private static String job() {
    return """
        {"id":"%s","name":"Latency","bucket_span":"1h","allowed_lateness":"2s",
         "detectors":[{"function":"high_count","partition_field":"observer.name"}],
         "influencers":["source.ip"]}"""
        .formatted(JOB);
  }

  private static String rule() {
    return """
        {"id":"latency-rule","name":"Latency","jobs":["%s"],"anomaly_threshold":75,"severity":"low","risk_score":21}"""
        .formatted(JOB);
  }

  private void history() throws InterruptedException {
    Instant now = floor(Instant.now());
    Instant start = now.minus(HISTORY);
    String session =
        baseline
            .post(
                path(""), "application/json", "{\"from\":\"" + start + "\",\"open_alerts\":false}")
            .path("id")
            .asText();
    StringBuilder counts = new StringBuilder("bucket_start,value,partition\n");
    for (Instant at = start; at.isBefore(now); at = at.plus(SPAN)) {
      for (int series = 0; series < samples; series++) {
        counts.append(at).append(',').append(USUAL + random.nextInt(21) - 10);
        counts.append(",sensor-").append(series).append('\n');
      }
    }
    baseline.post(path("/" + session + "/counts"), "text/csv", counts.toString());
    baseline.post(
        path("/" + session + "/advance"), "application/json", "{\"until\":\"" + now + "\"}");
    baseline.post(path("/" + session + "/end"), "application/json", "{\"live\":true}");
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!baseline.get(path("/" + session)).path("state").asText().equals("ended")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("history was not judged within 3 minutes");
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private long sample(Receiver receiver, int series) throws InterruptedException {
    String body = events("sensor-" + series);
    long sent = System.nanoTime();
    ingest.post("/api/v1/events", "application/x-ndjson", body);
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
    Duration left = Duration.between(Instant.now(), floor(Instant.now()).plus(SPAN));
    if (left.compareTo(Duration.ofMinutes(2)) < 0) {
      System.out.printf("the hour ends in %d s: waiting for the next one%n", left.toSeconds());
      TimeUnit.MILLISECONDS.sleep(left.toMillis() + 1);
    }
  }

  private static String path(String rest) {
    return "/api/v1/jobs/" + JOB + "/backfills" + rest;
  }

  private static Instant floor(Instant time) {
    return Instant.ofEpochSecond(
        Math.floorDiv(time.getEpochSecond(), SPAN.toSeconds()) * SPAN.toSeconds());
  }
}

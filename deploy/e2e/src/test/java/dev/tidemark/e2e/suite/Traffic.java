package dev.tidemark.e2e.suite;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Network traffic with a daily rhythm and noise: the same seed gives the same events.
 *
 * @param seed of everything random
 * @param perBucket mean number of events in a bucket
 * @param span length of a bucket
 */
public record Traffic(long seed, int perBucket, Duration span) {

  private static final double DAILY_SWING = 0.5;

  private static final int SOURCES = 12;

  private static final int DESTINATIONS = 40;

  /** The usual number of events of the bucket that starts at a time. */
  public int usual(Instant start) {
    double hour = start.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 3600.0;
    double level = perBucket * (1 + DAILY_SWING * Math.sin((hour - 9) / 24 * 2 * Math.PI));
    double noise = random(start).nextGaussian() * Math.sqrt(level);
    return (int) Math.max(1, Math.round(level + noise));
  }

  /** The usual events of a bucket, a JSON document each, in the order of time. */
  public List<String> events(Instant start) {
    return events(start, usual(start), "10.1.0.");
  }

  /**
   * Events spread evenly over a bucket.
   *
   * @param sources first three octets of the source addresses, with a dot at the end
   */
  public List<String> events(Instant start, int count, String sources) {
    SplittableRandom random = random(start);
    List<String> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Instant at = start.plusMillis(span.toMillis() * i / count);
      events.add(event(at, sources + random.nextInt(SOURCES), random));
    }
    return events;
  }

  /** One event as a shipper would send it. */
  public static String event(Instant at, String source, SplittableRandom random) {
    return """
        {"@timestamp":"%s","event":{"category":["network"],"kind":"event"},"source":{"ip":"%s"},\
        "destination":{"ip":"192.0.2.%d","geo":{"country_name":"%s"}},"network":{"bytes":%d}}"""
        .formatted(
            at,
            source,
            random.nextInt(DESTINATIONS),
            random.nextBoolean() ? "Iceland" : "Norway",
            200 + random.nextInt(4000));
  }

  private SplittableRandom random(Instant start) {
    return new SplittableRandom(seed * 31 + start.getEpochSecond());
  }
}

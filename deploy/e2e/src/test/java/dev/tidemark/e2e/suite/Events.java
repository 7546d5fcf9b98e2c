package dev.tidemark.e2e.suite;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Network events as JSON lines; the same seed gives the same ones. */
public final class Events {

  private final SplittableRandom random;

  /** Events of a seed. */
  public Events(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * Events of one observer, spread over a stretch of time.
   *
   * @param observer value of {@code observer.name}
   * @param from earliest
   * @param until exclusive end
   * @param count how many
   */
  public List<String> between(String observer, Instant from, Instant until, int count) {
    long millis = until.toEpochMilli() - from.toEpochMilli();
    List<String> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(
          line(observer, from.plusMillis(random.nextLong(millis)), 10 + random.nextInt(40), "10"));
    }
    return lines;
  }

  /** Events of one host that sends to one address outside, all at one time. */
  public List<String> attack(String observer, Instant at, int count) {
    List<String> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(line(observer, at, 99, "203"));
    }
    return lines;
  }

  /** As a request's body. */
  public static byte[] body(List<String> lines) {
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private String line(String observer, Instant at, int host, String firstOctet) {
    return """
        {"@timestamp":"%s","event":{"category":["network"]},"observer":{"name":"%s"},\
        "source":{"ip":"10.0.0.%d"},"destination":{"ip":"%s.0.113.%d"},"network":{"bytes":%d}}"""
        .formatted(at, observer, host, firstOctet, random.nextInt(1, 20), random.nextInt(60, 9000));
  }
}

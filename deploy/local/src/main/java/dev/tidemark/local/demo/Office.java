package dev.tidemark.local.demo;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The usual traffic of an office: a rhythm of the day and of the week, some noise, a few busy hosts
 * and many quiet ones. A bucket's flows depend on the seed and the bucket only.
 */
final class Office {

  /** Length of a bucket of the demo's job. */
  static final Duration SPAN = Duration.ofMinutes(15);

  private static final int HOSTS = 60;
  private static final double NIGHT = 45;
  private static final double DAY = 210;
  private static final double WEEKEND = 0.35;
  private static final double NOISE = 0.05;

  private static final List<Flow.Place> PLACES =
      List.of(
          new Flow.Place("203.0.113.10", "Germany", "Nordlicht Cloud"),
          new Flow.Place("203.0.113.11", "Germany", "Nordlicht Cloud"),
          new Flow.Place("203.0.113.40", "Ireland", "Emerald Hosting"),
          new Flow.Place("203.0.113.41", "Ireland", "Emerald Hosting"),
          new Flow.Place("203.0.113.80", "United States", "Cascade Software"),
          new Flow.Place("203.0.113.81", "United States", "Cascade Software"),
          new Flow.Place("203.0.113.82", "United States", "Blue Ridge Video"),
          new Flow.Place("203.0.113.120", "Netherlands", "Polder Exchange"),
          new Flow.Place("203.0.113.160", "France", "Atelier Web"),
          new Flow.Place("203.0.113.200", "Sweden", "Midsommar Mail"));

  private static final String[] PROCESSES = {"firefox", "outlook", "teams", "curl", "java", "ssh"};
  private static final int[] PORTS = {443, 443, 443, 443, 80, 53, 22};

  private final long seed;

  Office(long seed) {
    this.seed = seed;
  }

  /** Flows expected in the bucket that a time lies in. */
  double expected(Instant time) {
    ZonedDateTime at = time.atZone(ZoneOffset.UTC);
    double hour = at.getHour() + at.getMinute() / 60.0;
    // Two bumps, before and after lunch.
    double work = bump(hour, 10.5, 2.2) + 0.85 * bump(hour, 15, 2.4);
    boolean weekend =
        at.getDayOfWeek() == DayOfWeek.SATURDAY || at.getDayOfWeek() == DayOfWeek.SUNDAY;
    return NIGHT + DAY * work * (weekend ? WEEKEND : 1);
  }

  /** The flows of a bucket in time order. */
  List<Flow> bucket(Instant start) {
    Random random = new Random(seed * 1_000_003 + start.getEpochSecond());
    double mean = expected(start.plus(SPAN.dividedBy(2))) * (1 + NOISE * random.nextGaussian());
    int count = poisson(random, Math.max(1, mean));
    List<Flow> flows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Instant at = start.plusMillis((long) (random.nextDouble() * SPAN.toMillis()));
      flows.add(flow(random, at));
    }
    flows.sort(Comparator.comparing(Flow::at));
    return flows;
  }

  private static Flow flow(Random random, Instant at) {
    return new Flow(
        at,
        host(skewed(random, HOSTS)),
        ephemeral(random),
        PLACES.get(skewed(random, PLACES.size())),
        PORTS[random.nextInt(PORTS.length)],
        400 + (long) Math.exp(6 + 1.6 * random.nextGaussian()),
        PROCESSES[random.nextInt(PROCESSES.length)]);
  }

  /** Address of a host of the office. */
  static String host(int number) {
    return "10.20." + number / 30 + "." + (10 + number % 30);
  }

  static int ephemeral(Random random) {
    return 32_768 + random.nextInt(28_000);
  }

  /** Small numbers are likelier. */
  private static int skewed(Random random, int bound) {
    return (int) (bound * Math.pow(random.nextDouble(), 1.7));
  }

  private static double bump(double hour, double centre, double width) {
    double distance = (hour - centre) / width;
    return Math.exp(-distance * distance / 2);
  }

  private static int poisson(Random random, double mean) {
    // Normal with a continuity correction: means here are 15 and more.
    return (int) Math.max(0, Math.floor(mean + Math.sqrt(mean) * random.nextGaussian() + 0.5));
  }
}

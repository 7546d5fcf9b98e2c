package dev.tidemark.local.demo;

import dev.tidemark.local.Arguments.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** An attack. */
enum Scenario {
  /** One host sends much data in many flows to one place that nobody talks to. */
  EXFILTRATION("a host sends the file share out, in many uploads, to a place nobody talks to") {
    @Override
    Flow flow(Random random, Instant at) {
      return new Flow(
          at,
          Office.host(17),
          Office.ephemeral(random),
          new Flow.Place("198.51.100.66", "Moldova", "Shadow Harbor Hosting"),
          443,
          900_000 + random.nextInt(500_000),
          "rclone");
    }
  },
  /** One host knocks at every door of the office. */
  SCAN("a host knocks at every port of every machine") {
    @Override
    Flow flow(Random random, Instant at) {
      return new Flow(
          at,
          Office.host(23),
          Office.ephemeral(random),
          new Flow.Place(Office.host(random.nextInt(60)), "Germany", "Office"),
          1 + random.nextInt(10_000),
          60,
          "nmap");
    }
  },
  /** Many machines outside send to one inside. */
  FLOOD("machines from everywhere send to the web server") {
    @Override
    Flow flow(Random random, Instant at) {
      return new Flow(
          at,
          "192.0.2." + (1 + random.nextInt(250)),
          Office.ephemeral(random),
          new Flow.Place("203.0.113.250", "Germany", "Office"),
          80,
          300,
          "nginx");
    }
  };

  private final String story;

  Scenario(String story) {
    this.story = story;
  }

  /** What happens, in a few words. */
  String story() {
    return story;
  }

  abstract Flow flow(Random random, Instant at);

  /** So many flows, spread evenly over a time. */
  List<Flow> flows(long seed, Instant start, Duration length, int count) {
    Random random = new Random(seed);
    List<Flow> flows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      flows.add(flow(random, start.plusMillis(length.toMillis() * i / count)));
    }
    return flows;
  }

  static Scenario named(String name) {
    for (Scenario scenario : values()) {
      if (scenario.word().equals(name)) {
        return scenario;
      }
    }
    throw new UsageException("--scenario " + name + " is none of exfiltration, scan, flood");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

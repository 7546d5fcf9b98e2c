package dev.tidemark.e2e.suite;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * What may happen to processes.
 *
 * @param suite whose processes
 */
public record Outage(Suite suite) {

  /**
   * Longer than Kafka's session (10 s) and PostgreSQL's idle transaction (10 s) together, so that the frozen process has lost
   * everything it held when it wakes.
   */
  private static final Duration FROZEN = Duration.ofSeconds(22);

  private static final Duration DEAD = Duration.ofSeconds(2);

  private static final List<String> SERVICES =
      List.of("ingest-service", "baseline-service", "scoring-service", "alert-service");

  /** Kills each service and starts it again, then freezes each and wakes it. */
  public void ofEachServiceInTurn() {
    for (String service : SERVICES) {
      suite.kill(service);
      pass(DEAD);
      suite.restart(service);
    }
    for (String service : SERVICES) {
      suite.freeze(service);
      pass(FROZEN);
      suite.thaw(service);
      suite.awaitReady(service);
    }
  }

  /** Lets time pass: the length of an outage is what is tested, so there is nothing to wait for. */
  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Awaitility.await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() >= end);
  }
}

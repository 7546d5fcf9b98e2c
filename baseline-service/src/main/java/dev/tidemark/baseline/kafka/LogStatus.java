package dev.tidemark.baseline.kafka;

import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the log is being read, every partition of it, and if not, why. */
@Singleton
@Default
@Readiness
public class LogStatus implements HealthCheck {

  private static final int READER = -1;

  private final Map<Integer, String> reasons = new ConcurrentHashMap<>();

  LogStatus() {
    failing("the log is not read yet");
  }

  /** Nothing at all is read. */
  void failing(String because) {
    reasons.put(READER, because);
  }

  /** The reader works; what a partition waits for stays said. */
  void working() {
    reasons.remove(READER);
  }

  /** A partition waits. */
  void failing(int partition, String because) {
    reasons.put(partition, "partition " + partition + ": " + because);
  }

  /** A partition goes on, or is no longer this instance's. */
  void working(int partition) {
    reasons.remove(partition);
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("bucket updates are read").status(reasons.isEmpty());
    return reasons.values().stream()
        .findFirst()
        .map(reason -> response.withData("reason", reason).build())
        .orElseGet(response::build);
  }
}

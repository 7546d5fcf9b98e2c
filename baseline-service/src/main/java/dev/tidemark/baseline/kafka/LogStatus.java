package dev.tidemark.baseline.kafka;

import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Whether the log is being read, and if not, why. */
@Singleton
@Default
@Readiness
public class LogStatus implements HealthCheck {

  private volatile @Nullable String reason;

  void failing(String because) {
    reason = because;
  }

  void working() {
    reason = null;
  }

  @Override
  public HealthCheckResponse call() {
    String because = reason;
    var response = HealthCheckResponse.named("bucket updates are read").status(because == null);
    return because == null ? response.build() : response.withData("reason", because).build();
  }
}

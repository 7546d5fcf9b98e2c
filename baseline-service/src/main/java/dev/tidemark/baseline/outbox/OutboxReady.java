package dev.tidemark.baseline.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while what was decided cannot be told. Nothing is lost meanwhile. */
@Readiness
@ApplicationScoped
public class OutboxReady implements HealthCheck {

  private static final String NAME = "Outbox";

  private final OutboxPublisher publisher;

  OutboxReady(OutboxPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public HealthCheckResponse call() {
    return publisher
        .trouble()
        .map(reason -> HealthCheckResponse.named(NAME).down().withData("reason", reason).build())
        .orElseGet(() -> HealthCheckResponse.up(NAME));
  }
}

package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What is measured about webhooks. No tag comes from a webhook, an alert or an event. */
@ApplicationScoped
class DeliveryMetrics {

  private final MeterRegistry registry;
  private final Timer attempts;

  DeliveryMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.attempts =
        Timer.builder("tidemark_webhook_attempt")
            .description("Time of one attempt, from resolving the name to the answer")
            .register(registry);
  }

  void attempted(Attempt attempt) {
    attempts.record(attempt.took());
  }

  void judged(Verdict verdict) {
    registry.counter("tidemark_webhook_verdicts", "verdict", nameOf(verdict)).increment();
  }

  /** An attempt whose outcome came too late: another instance had taken the delivery. */
  void lostLease() {
    registry.counter("tidemark_webhook_leases_lost").increment();
  }

  /** Shows how many attempts go on. */
  void watch(Map<String, Integer> sending) {
    registry.gauge(
        "tidemark_webhook_sending",
        sending,
        map -> map.values().stream().mapToInt(Integer::intValue).sum());
  }

  private static String nameOf(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delivered _ -> "delivered";
      case Verdict.Retry _ -> "retry";
      case Verdict.Dead _ -> "dead";
      case Verdict.Gone _ -> "gone";
    };
  }
}

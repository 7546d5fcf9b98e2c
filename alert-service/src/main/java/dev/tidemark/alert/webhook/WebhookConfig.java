package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.TargetPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How notifications are sent to webhooks. */
@ConfigMapping(prefix = "tidemark.alert.webhook")
public interface WebhookConfig {

  /** Whether webhooks may be on this machine. Turned on, who creates webhooks reaches its ports. */
  @WithDefault("false")
  boolean allowLoopback();

  /**
   * Whether webhooks may be in private networks. Turned on, who creates webhooks reaches hosts
   * there. Link-local and metadata addresses are refused in any case.
   */
  @WithDefault("false")
  boolean allowPrivate();

  /** Longest time of one attempt, from resolving the name to reading the answer. */
  @WithDefault("15s")
  Duration timeout();

  /**
   * How long an instance may hold a delivery before another one sends it. Must be well above the
   * time-out: lower than that, everything is sent twice; higher, a crash delays more.
   */
  @WithDefault("60s")
  Duration lease();

  /** Attempts at the same time to one webhook. Higher: faster after an outage, harder on it. */
  @WithDefault("4")
  @Min(1)
  int concurrency();

  /** How long deliveries, their attempts and notifications are kept. */
  @WithDefault("P30D")
  Duration retention();

  /** What of this the target policy needs. */
  default TargetPolicy targets() {
    return new TargetPolicy(allowLoopback(), allowPrivate());
  }
}

package dev.tidemark.alert.webhook.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a webhook is told about.
 *
 * @param rules ids of rules; empty for all
 * @param minSeverity lowest severity; null for all
 */
public record WebhookFilter(Set<String> rules, @Nullable String minSeverity) {

  /** Severities, mildest first. */
  public static final List<String> SEVERITIES = List.of("low", "medium", "high", "critical");

  /**
   * Copies the rules.
   *
   * @throws IllegalArgumentException if the severity is none
   */
  public WebhookFilter {
    rules = Set.copyOf(rules);
    if (minSeverity != null && !SEVERITIES.contains(minSeverity)) {
      throw new IllegalArgumentException(
          "min_severity '" + minSeverity + "' is none of " + String.join(", ", SEVERITIES));
    }
  }

  /**
   * Whether an alert passes.
   *
   * @param rule id of its rule
   * @param severity its severity; one that is not known passes, since silence is the worse error
   */
  public boolean passes(String rule, String severity) {
    if (!rules.isEmpty() && !rules.contains(rule)) {
      return false;
    }
    int rank = SEVERITIES.indexOf(severity.toLowerCase(Locale.ROOT));
    return minSeverity == null || rank < 0 || rank >= SEVERITIES.indexOf(minSeverity);
  }
}

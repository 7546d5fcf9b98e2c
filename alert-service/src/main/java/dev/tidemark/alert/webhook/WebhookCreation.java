package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.Target;
import dev.tidemark.alert.webhook.policy.TargetPolicy;
import dev.tidemark.alert.webhook.policy.WebhookFilter;
import dev.tidemark.alert.webhook.policy.WebhookSecret;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks what a webhook is to be created from, and creates it. */
@ApplicationScoped
class WebhookCreation {

  private static final int MAX_NAME = 200;
  private static final int MAX_RULES = 100;

  private final WebhookStore store;
  private final WebhookClient client;
  private final SecretBox secrets;
  private final Clock clock;

  WebhookCreation(WebhookStore store, WebhookClient client, SecretBox secrets, Clock clock) {
    this.store = store;
    this.client = client;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Creates a webhook.
   *
   * @return with its secret; fails with the problem that names the member at fault
   */
  Uni<WebhookView> create(NewWebhook wanted, String caller) {
    String name = name(wanted.name());
    String url = required("/url", wanted.url());
    Target target = target(url);
    WebhookFilter filter = filter(wanted.rules(), wanted.minSeverity());
    WebhookSecret secret = secret(wanted.secret());
    String id = "wh_" + UUID.randomUUID().toString().replace("-", "");
    Webhook webhook =
        new Webhook(
            id,
            name,
            url,
            secrets.seal(id, secret),
            filter,
            null,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            caller);
    return client
        .refusal(target)
        .onFailure(UnknownHostException.class)
        .transform(_ -> unresolved(target))
        .invoke(WebhookCreation::refuse)
        .chain(() -> store.insert(webhook))
        .replaceWith(() -> WebhookView.of(webhook, secret.reveal()));
  }

  private static String name(@Nullable String name) {
    String present = required("/name", name);
    if (present.length() > MAX_NAME) {
      throw WebhookProblems.invalid("/name", "name is longer than 200 characters");
    }
    return checked("/name", present);
  }

  private static String required(String pointer, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw WebhookProblems.invalid(pointer, pointer.substring(1) + " is missing or empty");
    }
    return value;
  }

  private static String checked(String pointer, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw WebhookProblems.invalid(
          pointer, pointer.substring(1) + " contains a control character");
    }
    return value;
  }

  private static Target target(String url) {
    try {
      return TargetPolicy.parse(url);
    } catch (IllegalArgumentException e) {
      throw WebhookProblems.invalid("/url", String.valueOf(e.getMessage()));
    }
  }

  private static WebhookFilter filter(@Nullable List<String> rules, @Nullable String minSeverity) {
    List<String> wanted = rules == null ? List.of() : rules;
    if (wanted.size() > MAX_RULES) {
      throw WebhookProblems.invalid("/rules", "rules has more than 100 entries");
    }
    for (String rule : wanted) {
      checked("/rules", required("/rules", rule));
    }
    try {
      return new WebhookFilter(Set.copyOf(wanted), minSeverity);
    } catch (IllegalArgumentException e) {
      throw WebhookProblems.invalid("/min_severity", String.valueOf(e.getMessage()));
    }
  }

  private WebhookSecret secret(@Nullable String given) {
    if (given == null) {
      return secrets.generate();
    }
    try {
      return WebhookSecret.parse(given);
    } catch (IllegalArgumentException e) {
      throw WebhookProblems.invalid("/secret", String.valueOf(e.getMessage()));
    }
  }

  private static HttpProblem unresolved(Target target) {
    return WebhookProblems.invalid(
        "/url", "the host '" + target.host() + "' of url does not resolve to an address");
  }

  private static void refuse(Optional<String> refusal) {
    refusal.ifPresent(
        why -> {
          throw WebhookProblems.refused(why);
        });
  }
}

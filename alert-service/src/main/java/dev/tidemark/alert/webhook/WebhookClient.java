package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.AttemptResult;
import dev.tidemark.alert.webhook.policy.Target;
import dev.tidemark.alert.webhook.policy.TargetPolicy;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Makes one attempt: resolves the host, asks the target policy about every address, and connects to
 * one of those very addresses, so that a name that changes its mind in between leads nowhere else.
 */
@ApplicationScoped
class WebhookClient {

  private final HostResolver resolver;
  private final WebhookExchange exchange;
  private final TargetPolicy policy;
  private final Duration timeout;

  WebhookClient(HostResolver resolver, WebhookExchange exchange, WebhookConfig config) {
    this.resolver = resolver;
    this.exchange = exchange;
    this.policy = config.targets();
    this.timeout = config.timeout();
  }

  /** Sends; what goes wrong is a result, never a failure. */
  Uni<AttemptResult> post(String url, SignedBody body) {
    return Uni.createFrom()
        .item(() -> TargetPolicy.parse(url))
        .chain(target -> post(target, body))
        .ifNoItem()
        .after(timeout)
        .recoverWithItem(AttemptResult.failed("no answer within " + timeout.toSeconds() + " s"))
        .onFailure()
        .recoverWithItem(failure -> AttemptResult.failed(described(failure)));
  }

  /** Why a target may not be reached now; empty if it may. Fails if its host does not resolve. */
  Uni<Optional<String>> refusal(Target target) {
    return resolver
        .resolve(target.host())
        .map(addresses -> policy.refusal(target, addresses))
        .ifNoItem()
        .after(timeout)
        .failWith(() -> new UnknownHostException(target.host()));
  }

  private Uni<AttemptResult> post(Target target, SignedBody body) {
    return resolver.resolve(target.host()).chain(addresses -> post(target, addresses, body));
  }

  private Uni<AttemptResult> post(Target target, List<InetAddress> addresses, SignedBody body) {
    Optional<String> refusal = policy.refusal(target, addresses);
    return refusal.isPresent()
        ? Uni.createFrom().item(AttemptResult.refused(refusal.get()))
        : postToFirst(target, addresses, body);
  }

  /** The first address that takes the connection; what fails later is not sent to another one. */
  private Uni<AttemptResult> postToFirst(
      Target target, List<InetAddress> addresses, SignedBody body) {
    Uni<AttemptResult> attempt = exchange.post(target, addresses.getFirst(), body);
    if (addresses.size() == 1) {
      return attempt;
    }
    return attempt
        .onFailure(WebhookExchange.NotConnected.class)
        .recoverWithUni(() -> postToFirst(target, addresses.subList(1, addresses.size()), body));
  }

  private static String described(Throwable failure) {
    return switch (failure) {
      case UnknownHostException unknown -> "host does not resolve: " + unknown.getMessage();
      case WebhookExchange.NotConnected refused -> "no connection: " + refused.reason();
      case SSLException tls -> "TLS failed: " + tls.getMessage();
      default -> "no answer: " + failure.getMessage();
    };
  }
}

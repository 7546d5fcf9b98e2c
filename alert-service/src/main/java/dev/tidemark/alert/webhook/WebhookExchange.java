package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.AttemptResult;
import dev.tidemark.alert.webhook.policy.RetryAfter;
import dev.tidemark.alert.webhook.policy.Target;
import dev.tidemark.alert.webhook.policy.WebhookSignature;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * One HTTP exchange with one address. Follows no redirect, and reads no more of the answer than is
 * kept.
 */
@ApplicationScoped
class WebhookExchange {

  /** Bytes of an answer that are kept. */
  static final int KEPT_BYTES = 2048;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int CONNECTIONS_PER_ADDRESS = 16;
  private static final int IDLE_SECONDS = 5;

  private final HttpClient client;
  private final Clock clock;

  WebhookExchange(Vertx vertx, Clock clock) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
            .setMaxPoolSize(CONNECTIONS_PER_ADDRESS)
            .setKeepAliveTimeout(IDLE_SECONDS);
    this.client = vertx.createHttpClient(options);
    this.clock = clock;
  }

  /** There was no connection, so that nothing was sent. */
  static final class NotConnected extends RuntimeException {
    NotConnected(Throwable cause) {
      super(cause);
    }

    String reason() {
      Throwable cause = getCause();
      return String.valueOf(cause == null ? null : cause.getMessage());
    }
  }

  /** Sends to one address; fails with {@link NotConnected} if it takes no connection. */
  Uni<AttemptResult> post(Target target, InetAddress address, SignedBody body) {
    return Uni.createFrom().emitter(emitter -> begin(target, address, body, emitter));
  }

  private void begin(
      Target target,
      InetAddress address,
      SignedBody body,
      UniEmitter<? super AttemptResult> emitter) {
    client
        .request(options(target, address, body))
        .onSuccess(request -> send(request, body, emitter))
        .onFailure(failure -> emitter.fail(new NotConnected(failure)));
  }

  private static RequestOptions options(Target target, InetAddress address, SignedBody body) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setSsl(target.tls())
        .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
        .setHost(target.host())
        .setPort(target.port())
        .setURI(target.path())
        .setFollowRedirects(false)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.USER_AGENT, "Tidemark")
        .putHeader(WebhookSignature.ID_HEADER, body.id())
        .putHeader(WebhookSignature.TIMESTAMP_HEADER, body.timestamp())
        .putHeader(WebhookSignature.SIGNATURE_HEADER, body.signature());
  }

  private void send(
      HttpClientRequest request, SignedBody body, UniEmitter<? super AttemptResult> emitter) {
    // Time ran out, or enough was read: the rest is not worth a connection.
    emitter.onTermination(request::reset);
    request
        .send(Buffer.buffer(body.json()))
        .onSuccess(response -> read(response, emitter))
        .onFailure(emitter::fail);
  }

  private void read(HttpClientResponse response, UniEmitter<? super AttemptResult> emitter) {
    Buffer kept = Buffer.buffer();
    response.handler(
        chunk -> {
          kept.appendBuffer(chunk, 0, Math.min(chunk.length(), KEPT_BYTES - kept.length()));
          if (kept.length() >= KEPT_BYTES) {
            emitter.complete(answered(response, kept));
          }
        });
    response.endHandler(_ -> emitter.complete(answered(response, kept)));
    // The status is what counts: it was there before the connection broke.
    response.exceptionHandler(_ -> emitter.complete(answered(response, kept)));
  }

  private AttemptResult answered(HttpClientResponse response, Buffer kept) {
    Optional<Duration> retryAfter =
        Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER))
            .flatMap(header -> RetryAfter.parse(header, clock.instant()));
    // PostgreSQL's text has no NUL.
    String text = kept.toString(StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    return AttemptResult.answered(response.statusCode(), retryAfter, text);
  }

  @PreDestroy
  void close() {
    client.close();
  }
}

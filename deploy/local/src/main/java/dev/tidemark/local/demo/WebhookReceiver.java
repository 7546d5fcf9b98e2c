package dev.tidemark.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks on 127.0.0.1 as a careful receiver does: it believes nothing without a valid
 * Standard Webhooks signature, and counts a notification once however often it is delivered.
 */
public final class WebhookReceiver implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int OK = 204;
  private static final int UNAUTHORIZED = 401;
  private static final int BAD_REQUEST = 400;

  private final HttpServer server;
  private final Set<String> seen = new HashSet<>();
  private final List<Notification> received = new ArrayList<>();
  private volatile @Nullable WebhookSignature signature;
  private int forged;

  /**
   * A notification whose signature is valid.
   *
   * @param at when it arrived
   * @param type for example {@code alert.opened}
   * @param data the alert
   */
  public record Notification(Instant at, String type, JsonNode data) {}

  /** Listens on a free port. */
  public WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen for webhooks", e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/alerts", this::receive);
    server.start();
  }

  /** Where to send to. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
  }

  /** The secret that notifications are signed with; before it is known all are refused. */
  public void trust(String secret) {
    signature = new WebhookSignature(secret);
  }

  /** All notifications so far, each once, in the order of their arrival. */
  public synchronized List<Notification> received() {
    return List.copyOf(received);
  }

  /** Requests without a valid signature so far. */
  public synchronized int forged() {
    return forged;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status(exchange, Instant.now()), -1);
    }
  }

  private int status(HttpExchange exchange, Instant now) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String id = header(exchange, "webhook-id");
    WebhookSignature trusted = signature;
    boolean genuine =
        trusted != null
            && trusted.isValid(
                id,
                header(exchange, "webhook-timestamp"),
                header(exchange, "webhook-signature"),
                body,
                now);
    return genuine ? take(id, body, now) : refuse();
  }

  private synchronized int take(String id, byte[] body, Instant now) {
    try {
      JsonNode json = JSON.readTree(new String(body, StandardCharsets.UTF_8));
      if (seen.add(id)) {
        received.add(new Notification(now, json.path("type").asText(), json.path("data")));
      }
      return OK;
    } catch (IOException notJson) {
      return BAD_REQUEST;
    }
  }

  private synchronized int refuse() {
    forged++;
    return UNAUTHORIZED;
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}

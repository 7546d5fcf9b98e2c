package dev.tidemark.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Receives webhooks and checks their signatures by the Standard Webhooks specification, with code of its own. */
public final class WebhookReceiver implements AutoCloseable {

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile String secret = "";

  /**
   * One request.
   *
   * @param id header webhook-id
   * @param genuine whether the signature is right
   * @param body its JSON
   * @param nanos {@link System#nanoTime()} of its arrival
   */
  public record Received(String id, boolean genuine, JsonNode body, long nanos) {

    /** What kind of notification it is. */
    public String type() {
      return body.path("type").asText();
    }
  }

  /** Starts on a free port of the loopback address. */
  public WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Where to send to. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
  }

  /** The secret that requests are signed with, {@code whsec_} and base64. */
  public void secret(String webhookSecret) {
    secret = webhookSecret;
  }

  /** What has come, in order. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  private void receive(HttpExchange exchange) throws IOException {
    long nanos = System.nanoTime();
    byte[] body = exchange.getRequestBody().readAllBytes();
    String id = header(exchange, "webhook-id");
    String signed =
        id + "." + header(exchange, "webhook-timestamp") + "." + new String(body, StandardCharsets.UTF_8);
    boolean genuine = isGenuine(signed, header(exchange, "webhook-signature"));
    received.add(new Received(id, genuine, Rest.JSON.readTree(body), nanos));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private boolean isGenuine(String signed, String signatures) {
    byte[] expected = ("v1," + hmac(signed)).getBytes(StandardCharsets.UTF_8);
    for (String signature : signatures.split(" ", -1)) {
      if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
        return true;
      }
    }
    return false;
  }

  private String hmac(String signed) {
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

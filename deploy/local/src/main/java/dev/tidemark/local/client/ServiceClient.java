package dev.tidemark.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One service's REST door. Calls block; a connection that fails is an {@link UncheckedIOException}.
 */
public final class ServiceClient {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;

  /** The service at an address such as {@code http://127.0.0.1:8082}. */
  public ServiceClient(URI base) {
    this.base = base;
  }

  /** Gets a path, with its query. */
  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody(), Map.of());
  }

  /** Posts a document; an empty map is an empty object. */
  public Answer post(String path, Map<String, ?> document) {
    return send("POST", path, json(document), Map.of("Content-Type", "application/json"));
  }

  /** Changes what the document names, if the thing is still as the ETag says. */
  public Answer patch(String path, String etag, Map<String, ?> document) {
    return send(
        "PATCH",
        path,
        json(document),
        Map.of("Content-Type", "application/merge-patch+json", "If-Match", etag));
  }

  /** Posts bytes with headers. */
  public Answer post(String path, byte[] body, Map<String, String> headers) {
    return send("POST", path, BodyPublishers.ofByteArray(body), headers);
  }

  /**
   * All items of a paged list.
   *
   * @param path path with a query, to which {@code limit} and {@code cursor} are added
   * @param items name of the list in a page
   */
  public List<JsonNode> all(String path, String items) {
    List<JsonNode> found = new ArrayList<>();
    String cursor = "";
    do {
      String page = path + (path.contains("?") ? "&" : "?") + "limit=1000" + cursor;
      JsonNode body = get(page).orThrow();
      body.path(items).forEach(found::add);
      JsonNode next = body.path("next_cursor");
      cursor = next.isTextual() ? "&cursor=" + next.asText() : "";
    } while (!cursor.isEmpty());
    return found;
  }

  private Answer send(
      String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).method(method, body);
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          method + " " + base.resolve(path),
          response.statusCode(),
          parse(response.body()),
          response.headers().firstValue("ETag"));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + base.resolve(path) + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static JsonNode parse(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static HttpRequest.BodyPublisher json(Map<String, ?> document) {
    try {
      return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON document: " + document, e);
    }
  }
}

package dev.tidemark.e2e.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * One service's REST door. Its address may change when the service is started again, so it is asked for each time.
 *
 * @param base gives the address, without a slash at the end
 */
public record Rest(Supplier<URI> base) {

  /** For reading and writing JSON anywhere in the tests. */
  public static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** A frozen process accepts connections and never answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Longest time a service may be away before a repeated request gives up. */
  private static final Duration OUTAGE = Duration.ofSeconds(90);

  private static final Set<Integer> TEMPORARY = Set.of(502, 503, 504);

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param body parsed JSON; a missing node when there is none
   * @param etag entity tag; empty when there is none
   */
  public record Answer(int status, JsonNode body, String etag) {

    /** This answer, which must have one of these statuses. */
    public Answer expect(Integer... statuses) {
      if (!List.of(statuses).contains(status)) {
        throw new AssertionError("status " + status + " is none of " + List.of(statuses) + ": " + body);
      }
      return this;
    }
  }

  /** GET. */
  public Answer get(String path) throws IOException {
    return send("GET", path, "", Map.of());
  }

  /** POST of JSON. */
  public Answer post(String path, String body) throws IOException {
    return send("POST", path, body, Map.of("Content-Type", "application/json"));
  }

  /** PATCH of JSON, of the version last read. */
  public Answer patch(String path, String body, String etag) throws IOException {
    return send(
        "PATCH", path, body, Map.of("Content-Type", "application/merge-patch+json", "If-Match", etag));
  }

  /** All items of a paged list. */
  public List<JsonNode> all(String path, String list) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      String next = cursor.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      String separator = path.contains("?") ? "&" : "?";
      JsonNode page = get(path + separator + "limit=1000" + next).expect(200).body();
      page.path(list).forEach(items::add);
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty() && !cursor.equals("null"));
    return items;
  }

  /** Repeats a keyed request until it is answered, as a client should: with the same key, through any outage. */
  public Answer postUntilAnswered(String path, String body, String contentType, String key) {
    Map<String, String> headers = Map.of("Content-Type", contentType, "Idempotency-Key", key);
    return repeat(() -> send("POST", path, body, headers));
  }

  /** Repeats a request that may be repeated until it is answered. */
  public Answer repeat(Call call) {
    return Awaitility.await()
        .atMost(OUTAGE)
        .pollInterval(Duration.ofMillis(250))
        .pollDelay(Duration.ZERO)
        .until(() -> attempt(call), answer -> answer.status() != 0 && !TEMPORARY.contains(answer.status()));
  }

  /** A request. */
  @FunctionalInterface
  public interface Call {

    /** Sends it. */
    Answer send() throws IOException;
  }

  private static Answer attempt(Call call) {
    try {
      return call.send();
    } catch (IOException away) {
      return new Answer(0, MissingNode.getInstance(), "");
    }
  }

  /** Sends a request; the answer's body may be anything. */
  public Answer send(String method, String path, String body, Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base.get() + path))
            .timeout(PATIENCE)
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      String etag = response.headers().firstValue("ETag").orElse("");
      return new Answer(response.statusCode(), json(response.body()), etag);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return JSON.getNodeFactory().textNode(body);
    }
  }
}

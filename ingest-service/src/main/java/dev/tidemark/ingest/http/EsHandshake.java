package dev.tidemark.ingest.http;

import dev.tidemark.ingest.kafka.UpdatePublisher;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients of Elasticsearch ask before they send. It is told what is true of a service that
 * stores nothing: questions about templates, policies, pipelines and indices find none; setting one
 * up is acknowledged, and does nothing.
 *
 * <pre>
 * who asks              what
 * all                   GET /, and the header X-Elastic-Product in every answer
 * Beats, Elastic Agent  _license; HEAD, GET, then PUT of _index_template, _ilm/policy,
 *                       _ingest/pipeline, _data_stream, an alias or an index; _xpack
 * Logstash              HEAD /, _license, _nodes/http, _index_template, _ilm/policy
 * Vector                _cluster/health
 * rsyslog               _cat/health
 * sniffing clients      _nodes/_all/http
 * </pre>
 */
@Singleton
class EsHandshake {

  /** Without it, official clients refuse to go on. */
  static final String PRODUCT_HEADER = "X-Elastic-Product";

  static final String PRODUCT = "Elasticsearch";

  private static final String CLUSTER = "tidemark";
  private static final String VERSION = "8.19.0";

  /** Beats and Logstash go on only with a version that is at least their own: they get that. */
  private static final Pattern AGENT =
      Pattern.compile(
          "(?:elastic-?[a-z-]*|logstash)/((?:[89]|[1-9][0-9])\\.\\d{1,3}\\.\\d{1,3}).*",
          Pattern.CASE_INSENSITIVE);

  /** What may be set up without effect. */
  private static final Set<String> SET_UP =
      Set.of(
          "_template",
          "_index_template",
          "_component_template",
          "_ilm",
          "_ingest",
          "_data_stream",
          "_alias",
          "_aliases",
          "_settings",
          "_mapping");

  private final Door door;
  private final UpdatePublisher publisher;

  EsHandshake(Door door, UpdatePublisher publisher) {
    this.door = door;
    this.publisher = publisher;
  }

  /** Begins an answer in JSON. */
  static HttpServerResponse json(HttpServerRequest request, int status) {
    return request
        .response()
        .setStatusCode(status)
        .putHeader(PRODUCT_HEADER, PRODUCT)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
  }

  /** Answers when the request is at its end; bodies are not looked at. */
  void answer(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = EsRoutes.path(context);
    request.handler(ignored -> {});
    request.exceptionHandler(lost -> {});
    request.endHandler(
        end ->
            Admission.guarded(
                request,
                ErrorShape.ELASTICSEARCH,
                () -> {
                  door.admit(request);
                  answer(request, path);
                }));
    request.resume();
  }

  private void answer(HttpServerRequest request, String path) {
    List<String> parts = List.of(path.substring(1).split("/", -1));
    boolean asks = Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(request.method());
    if (asks && path.startsWith("/_cat/health")) {
      text(request, health());
      return;
    }
    JsonObject answer = asks ? told(request, path) : setUp(request, parts);
    if (answer != null) {
      send(request, answer.toBuffer());
    } else {
      throw new ProblemException(
          new Problem(
              404,
              "not-found",
              "Not found",
              "there is no "
                  + request.method()
                  + " "
                  + path
                  + ": Tidemark takes events by _bulk, _doc and _create, and stores no documents"));
    }
  }

  private @Nullable JsonObject told(HttpServerRequest request, String path) {
    return switch (path) {
      case "/" -> info(request);
      case "/_license", "/_xpack/license" -> license();
      case "/_xpack" -> features();
      case "/_cluster/health" -> clusterHealth();
      default -> path.startsWith("/_nodes") ? nodes(request) : null;
    };
  }

  private static @Nullable JsonObject setUp(HttpServerRequest request, List<String> parts) {
    boolean puts = request.method().equals(HttpMethod.PUT);
    boolean isIndex = puts && parts.size() == 1 && !parts.getFirst().startsWith("_");
    boolean named = parts.stream().limit(2).anyMatch(SET_UP::contains);
    if (isIndex) {
      return new JsonObject()
          .put("acknowledged", true)
          .put("shards_acknowledged", true)
          .put("index", parts.getFirst());
    }
    boolean posts = request.method().equals(HttpMethod.POST);
    return named && (puts || posts) ? new JsonObject().put("acknowledged", true) : null;
  }

  private static JsonObject info(HttpServerRequest request) {
    return new JsonObject()
        .put("name", CLUSTER)
        .put("cluster_name", CLUSTER)
        .put("cluster_uuid", CLUSTER)
        .put(
            "version",
            new JsonObject()
                .put("number", version(request.getHeader(HttpHeaders.USER_AGENT)))
                .put("build_flavor", "default")
                .put("build_type", CLUSTER)
                .put("build_hash", CLUSTER)
                .put("build_date", "2026-01-01T00:00:00Z")
                .put("build_snapshot", false)
                .put("lucene_version", "9.12.0")
                .put("minimum_wire_compatibility_version", "7.17.0")
                .put("minimum_index_compatibility_version", "7.0.0"))
        .put("tagline", "You Know, for Search");
  }

  static String version(@Nullable String userAgent) {
    Matcher agent = AGENT.matcher(userAgent == null ? "" : userAgent);
    return agent.matches() ? agent.group(1) : VERSION;
  }

  private static JsonObject license() {
    return new JsonObject()
        .put(
            "license",
            new JsonObject()
                .put("status", "active")
                .put("uid", CLUSTER)
                .put("type", "basic")
                .put("mode", "basic")
                .put("issued_to", CLUSTER)
                .put("issuer", CLUSTER));
  }

  private static JsonObject features() {
    JsonObject none = new JsonObject().put("available", false).put("enabled", false);
    return new JsonObject()
        .put("license", license().getJsonObject("license"))
        .put(
            "features",
            new JsonObject()
                .put("ilm", none)
                .put("monitoring", none)
                .put("security", none)
                .put("ml", none));
  }

  private String health() {
    return publisher.unavailable().isEmpty() ? "green" : "red";
  }

  private JsonObject clusterHealth() {
    return new JsonObject()
        .put("cluster_name", CLUSTER)
        .put("status", health())
        .put("timed_out", false)
        .put("number_of_nodes", 1)
        .put("number_of_data_nodes", 1)
        .put("active_primary_shards", 0)
        .put("active_shards", 0)
        .put("relocating_shards", 0)
        .put("initializing_shards", 0)
        .put("unassigned_shards", 0);
  }

  /** Clients that look for more nodes find the address that they came by. */
  private static JsonObject nodes(HttpServerRequest request) {
    String address =
        request.authority() == null
            ? request.localAddress().toString()
            : request.authority().toString();
    return new JsonObject()
        .put("_nodes", new JsonObject().put("total", 1).put("successful", 1).put("failed", 0))
        .put("cluster_name", CLUSTER)
        .put(
            "nodes",
            new JsonObject()
                .put(
                    CLUSTER,
                    new JsonObject()
                        .put("name", CLUSTER)
                        .put("version", version(request.getHeader(HttpHeaders.USER_AGENT)))
                        .put("roles", new JsonArray().add("data").add("ingest"))
                        .put("http", new JsonObject().put("publish_address", address))
                        .put("ingest", new JsonObject().put("processors", new JsonArray()))));
  }

  private static void text(HttpServerRequest request, String status) {
    json(request, 200).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8");
    send(request, Buffer.buffer(CLUSTER + " " + status + " 1 1 0 0 0 0 0 0 - 100.0%\n"));
  }

  private static void send(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    if (response.headers().get(HttpHeaders.CONTENT_TYPE) == null) {
      json(request, 200);
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }
}

package dev.tidemark.ingest.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** How a door says no. */
enum ErrorShape {
  /** RFC 9457. */
  PROBLEM {
    @Override
    void write(Problem problem, HttpServerResponse response) {
      JsonObject body =
          new JsonObject()
              .put("type", "tag:tidemark.dev,2026:" + problem.code())
              .put("title", problem.title())
              .put("status", problem.status())
              .put("detail", problem.detail());
      problem.more().forEach(member -> body.put(member.getKey(), member.getValue()));
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json").end(body.toBuffer());
    }
  },
  /** As Elasticsearch does, for clients that know nothing else. */
  ELASTICSEARCH {
    @Override
    void write(Problem problem, HttpServerResponse response) {
      JsonObject cause =
          new JsonObject().put("type", exception(problem)).put("reason", problem.detail());
      JsonObject body =
          new JsonObject()
              .put("error", cause.copy().put("root_cause", new JsonArray().add(cause)))
              .put("status", problem.status());
      response.putHeader(EsHandshake.PRODUCT_HEADER, EsHandshake.PRODUCT);
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
    }
  };

  abstract void write(Problem problem, HttpServerResponse response);

  /** How a key is asked for. */
  String challenge() {
    return this == PROBLEM ? "Bearer" : "ApiKey, Basic realm=\"tidemark\"";
  }

  /** What Elasticsearch calls it: clients decide by the status, people read the name. */
  private static String exception(Problem problem) {
    return switch (problem.status()) {
      case 401, 403 -> "security_exception";
      case 404 -> "resource_not_found_exception";
      case 408 -> "timeout_exception";
      case 413 -> "content_too_long_exception";
      case 415 -> "media_type_header_exception";
      case 429 -> "es_rejected_execution_exception";
      case 503 -> "unavailable_shards_exception";
      case 500 -> "exception";
      default -> "illegal_argument_exception";
    };
  }
}

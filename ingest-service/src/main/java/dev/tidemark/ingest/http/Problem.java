package dev.tidemark.ingest.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * An answer that says no, as RFC 9457 wants it.
 *
 * @param status HTTP status
 * @param code stable word, the last part of the type
 * @param title what kind of problem
 * @param detail what was wrong, where, and what to do
 * @param more further members
 */
record Problem(int status, String code, String title, String detail, JsonObject more) {

  private static final String RETRY_AFTER_S = "1";
  private static final int SERVICE_UNAVAILABLE = 503;

  Problem(int status, String code, String title, String detail) {
    this(status, code, title, detail, new JsonObject());
  }

  /** Kafka cannot take updates now. */
  static Problem unavailable(String reason) {
    return new Problem(
        SERVICE_UNAVAILABLE, "unavailable", "Cannot take events now", reason + "; send it again");
  }

  Problem with(JsonObject members) {
    return new Problem(status, code, title, detail, members);
  }

  /** Answers, and lets the client finish sending what nobody reads any more. */
  void answer(HttpServerRequest request) {
    if (request.response().ended() || request.response().closed()) {
      return;
    }
    if (!request.isEnded()) {
      request.handler(ignored -> {});
      request.endHandler(ignored -> {});
      request.resume();
    }
    JsonObject body =
        new JsonObject()
            .put("type", "tag:tidemark.dev,2026:" + code)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    more.forEach(member -> body.put(member.getKey(), member.getValue()));
    if (status == SERVICE_UNAVAILABLE) {
      request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
    }
    if (status == 401) {
      request.response().putHeader("WWW-Authenticate", "Bearer");
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(body.toBuffer());
  }
}

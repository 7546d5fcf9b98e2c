package dev.tidemark.ingest.http;

import dev.tidemark.ingest.ops.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * An answer that says no.
 *
 * @param status HTTP status
 * @param code stable word, the last part of the type
 * @param title what kind of problem
 * @param detail what was wrong, where, and what to do
 * @param more further members
 * @param retryAfterS seconds after which it may be sent again; 0: that would not help
 */
record Problem(
    int status, String code, String title, String detail, JsonObject more, int retryAfterS) {

  private static final int SOON_S = 1;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVICE_UNAVAILABLE = 503;

  Problem(int status, String code, String title, String detail) {
    this(status, code, title, detail, new JsonObject());
  }

  Problem(int status, String code, String title, String detail, JsonObject more) {
    this(status, code, title, detail, more, 0);
  }

  /** Kafka cannot take updates now. */
  static Problem unavailable(String reason) {
    return new Problem(
        SERVICE_UNAVAILABLE,
        "unavailable",
        "Cannot take events now",
        reason + "; send it again",
        new JsonObject(),
        SOON_S);
  }

  /** Something is beyond a limit that a setting holds; in parts, it could be taken. */
  static Problem tooLarge(Refusal limit, String what) {
    return new Problem(
        413,
        "body-too-large",
        "Body too large",
        what + " (" + limit.setting() + "); send it in parts",
        new JsonObject().put("setting", limit.setting()));
  }

  /** A limit that a setting holds is reached for now. */
  static Problem tooMany(Refusal limit, String what, int retryAfterS) {
    return new Problem(
        TOO_MANY_REQUESTS,
        "too-many-requests",
        "Too many requests",
        what + " (" + limit.setting() + "); send it again later",
        new JsonObject().put("setting", limit.setting()),
        Math.max(SOON_S, retryAfterS));
  }

  /** The body brought nothing for as long as a setting allows. */
  static Problem slow(Refusal limit, String what) {
    return new Problem(
        408,
        "slow-body",
        "Body too slow",
        what + " (" + limit.setting() + "); send it again",
        new JsonObject().put("setting", limit.setting()));
  }

  Problem with(JsonObject members) {
    return new Problem(status, code, title, detail, more.copy().mergeIn(members), retryAfterS);
  }

  /** Answers, and lets the client finish sending what nobody reads any more. */
  void answer(HttpServerRequest request) {
    answer(request, ErrorShape.PROBLEM);
  }

  /** Answers in the shape that the client understands. */
  void answer(HttpServerRequest request, ErrorShape shape) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (!request.isEnded()) {
      request.handler(ignored -> {});
      request.endHandler(ignored -> {});
      request.resume();
    }
    if (retryAfterS > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterS));
    }
    if (status == 401) {
      response.putHeader("WWW-Authenticate", shape.challenge());
    }
    response.setStatusCode(status);
    shape.write(this, response);
  }
}

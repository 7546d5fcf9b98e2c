package dev.tidemark.ingest.http;

import dev.tidemark.contract.ApiKeys.Caller;
import dev.tidemark.contract.ApiKeys.Scope;
import dev.tidemark.ingest.format.Format;
import dev.tidemark.ingest.ops.Access;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every request must pass before its body is looked at. */
@Singleton
class Door {

  /** Query parameter of requests with events. */
  static final String FORMAT = "format";

  private static final String BEARER = "Bearer ";
  private static final String API_KEY = "ApiKey ";
  private static final String BASIC = "Basic ";

  private final Access access;

  Door(Access access) {
    this.access = access;
  }

  /**
   * Who is calling.
   *
   * @throws ProblemException 401 without a known key, 403 if it does not allow ingest
   */
  Caller admit(HttpServerRequest request) {
    Optional<Caller> caller = access.caller(key(request));
    if (caller.isEmpty()) {
      throw new ProblemException(
          new Problem(
              401,
              "unauthenticated",
              "Unknown API key",
              "send a known key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY', or as the API key"
                  + " or password of an Elasticsearch client"));
    }
    if (!caller.get().may(Scope.INGEST)) {
      throw new ProblemException(
          new Problem(
              403,
              "forbidden",
              "Not allowed",
              "key '" + caller.get().name() + "' has no scope ingest"));
    }
    return caller.get();
  }

  private static String key(HttpServerRequest request) {
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (given != null && is(BEARER, given)) {
      return given.substring(BEARER.length()).strip();
    }
    if (given != null && is(API_KEY, given)) {
      return secret(given.substring(API_KEY.length()).strip());
    }
    if (given != null && is(BASIC, given)) {
      return secret(given.substring(BASIC.length()).strip());
    }
    String key = request.getHeader("X-API-Key");
    return key == null ? "" : key;
  }

  private static boolean is(String scheme, String given) {
    return given.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  /** Clients of Elasticsearch send a key as base64 of ID:KEY or USER:KEY; only the key counts. */
  private static String secret(String encoded) {
    try {
      String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? encoded : text.substring(colon + 1);
    } catch (IllegalArgumentException notBase64) {
      return encoded;
    }
  }

  /**
   * A query parameter that may stand beside others.
   *
   * @param others names that are known, too
   * @return null: not given
   * @throws ProblemException 400 for any other one
   */
  @Nullable String job(HttpServerRequest request, Set<String> others) {
    for (String name : request.params().names()) {
      if (!name.equals("job") && !others.contains(name)) {
        throw new ProblemException(
            new Problem(
                400,
                "unknown-parameter",
                "Unknown query parameter",
                "query parameter '"
                    + name
                    + "' is not known here; there is 'job'"
                    + (others.contains(FORMAT) ? ", 'format'" : "")
                    + (others.size() > 1 ? " and those of Elasticsearch" : "")));
      }
    }
    List<String> jobs = request.params().getAll("job");
    if (jobs.size() > 1 || (jobs.size() == 1 && jobs.getFirst().isBlank())) {
      throw new ProblemException(
          new Problem(
              400, "invalid-parameter", "Invalid query parameter", "'job' takes one job's id"));
    }
    return jobs.isEmpty() ? null : jobs.getFirst();
  }

  /**
   * What the body is said to be written in.
   *
   * @return {@link Format#AUTO} when it is not said
   * @throws ProblemException 400 for a format that is not known
   */
  static Format format(HttpServerRequest request) {
    List<String> formats = request.params().getAll(FORMAT);
    if (formats.isEmpty()) {
      return Format.AUTO;
    }
    return Optional.of(formats)
        .filter(given -> given.size() == 1)
        .flatMap(given -> Format.named(given.getFirst()))
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        400,
                        "invalid-parameter",
                        "Invalid query parameter",
                        "'format' is one of " + Format.names())));
  }
}

package dev.tidemark.ingest.http;

import dev.tidemark.contract.ApiKeys.Caller;
import dev.tidemark.contract.ApiKeys.Scope;
import dev.tidemark.ingest.ops.Access;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every request must pass before its body is looked at. */
@Singleton
class Door {

  private static final String BEARER = "Bearer ";

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
              "send a known key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'"));
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
    String bearer = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (bearer != null && bearer.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return bearer.substring(BEARER.length()).strip();
    }
    String key = request.getHeader("X-API-Key");
    return key == null ? "" : key;
  }

  /**
   * The only query parameter there is.
   *
   * @return null: not given
   * @throws ProblemException 400 for any other one
   */
  @Nullable String job(HttpServerRequest request) {
    for (String name : request.params().names()) {
      if (!name.equals("job")) {
        throw new ProblemException(
            new Problem(
                400,
                "unknown-parameter",
                "Unknown query parameter",
                "query parameter '" + name + "' is not known here; there is only 'job'"));
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
}

package dev.tidemark.baseline.ops;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.Log;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.net.URI;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what goes wrong behind a REST door into RFC 9457 problem documents. */
public final class ProblemMappers {

  /** Connection, rollback, resources, intervention: classes of SQLSTATE that pass. */
  private static final Set<String> TRY_AGAIN = Set.of("08", "25", "40", "53", "55", "57");

  private static final String RETRY_AFTER_SECONDS = "2";

  @ServerExceptionMapper
  Response refused(Refusal refusal) {
    return problem(refusal);
  }

  @ServerExceptionMapper({
    ConnectException.class,
    ClosedConnectionException.class,
    NoStackTraceThrowable.class
  })
  Response away(Throwable failure) {
    Log.warnf("database away reason=%s", failure.getMessage());
    return problem(new Refusal(Refusal.Code.UNAVAILABLE, "The database is away. Try again soon."));
  }

  @ServerExceptionMapper
  Response database(PgException failure) {
    String state = failure.getSqlState();
    Log.errorf("database refused reason=%s sqlstate=%s", failure.getErrorMessage(), state);
    return TRY_AGAIN.contains(state.substring(0, 2))
        ? problem(
            new Refusal(
                Refusal.Code.UNAVAILABLE, "The database could not do it now. Try again soon."))
        : HttpProblem.valueOf(Response.Status.INTERNAL_SERVER_ERROR).toResponse();
  }

  static Response problem(Refusal refusal) {
    HttpProblem.Builder problem =
        HttpProblem.builder()
            .withType(URI.create(refusal.code().type()))
            .withTitle(refusal.code().title())
            .withStatus(refusal.code().status())
            .withDetail(refusal.detail());
    refusal.extras().forEach(problem::with);
    if (refusal.code() == Refusal.Code.UNAVAILABLE) {
      problem.withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (refusal.code() == Refusal.Code.UNAUTHENTICATED) {
      problem.withHeader("WWW-Authenticate", "Bearer");
    }
    return problem.build().toResponse();
  }
}

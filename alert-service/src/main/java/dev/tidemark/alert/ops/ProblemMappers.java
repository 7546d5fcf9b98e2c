package dev.tidemark.alert.ops;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.ConnectException;
import org.hibernate.HibernateException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns an outage of the database into an answer that says to try again. */
public final class ProblemMappers {

  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  private static final String RETRY_AFTER_SECONDS = "2";

  @ServerExceptionMapper({
    ConnectException.class,
    ClosedConnectionException.class,
    NoStackTraceThrowable.class
  })
  Response away(Throwable failure) {
    LOG.warnf("database away reason=%s", failure.getMessage());
    return unavailable("The database is away. Try again soon.");
  }

  /** Server shutting down, too many connections, a lock or statement time-out: try again. */
  @ServerExceptionMapper
  Response refused(PgException failure) {
    LOG.errorf(
        "database refused reason=%s sqlstate=%s", failure.getErrorMessage(), failure.getSqlState());
    return unavailable("The database could not do it now. Try again soon.");
  }

  /** The same, as Hibernate says it. */
  @ServerExceptionMapper
  Response refused(HibernateException failure) {
    LOG.errorf("database refused reason=%s", failure.getMessage());
    return unavailable("The database could not do it now. Try again soon.");
  }

  /** A member of another type, or a body of another shape. */
  @ServerExceptionMapper
  Response mismatched(MismatchedInputException failure) {
    String pointer = Problems.pointer(failure);
    return Problems.of(
            "invalid-body",
            "Invalid body",
            Status.BAD_REQUEST,
            "the body is not what this endpoint takes: another type is needed at " + pointer)
        .with("pointer", pointer)
        .build()
        .toResponse();
  }

  private static Response unavailable(String detail) {
    return Problems.of("unavailable", "Unavailable", Status.SERVICE_UNAVAILABLE, detail)
        .withHeader("Retry-After", RETRY_AFTER_SECONDS)
        .build()
        .toResponse();
  }
}

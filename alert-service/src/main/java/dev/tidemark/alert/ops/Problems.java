package dev.tidemark.alert.ops;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.stream.Collectors;

/** RFC 9457 problems as all doors of this service give them. */
public final class Problems {

  private static final String TYPE = "tag:tidemark.dev,2026:";

  private Problems() {}

  /**
   * Begins a problem.
   *
   * @param code last part of its type, for example {@code invalid-parameter}
   * @param title the same for all problems of a code
   * @param detail what was wrong, where, and what to do
   */
  public static HttpProblem.Builder of(String code, String title, Status status, String detail) {
    return HttpProblem.builder()
        .withType(URI.create(TYPE + code))
        .withTitle(title)
        .withStatus(status)
        .withDetail(detail);
  }

  /** Where in a document a fault lies, as a JSON pointer. */
  public static String pointer(JsonMappingException fault) {
    return fault.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getFieldName())
        .collect(Collectors.joining("/", "/", ""));
  }

  /** A query parameter that is unknown or wrong. */
  public static HttpProblem parameter(String name, String detail) {
    return of("invalid-parameter", "Invalid parameter", Status.BAD_REQUEST, detail)
        .with("parameter", name)
        .build();
  }
}

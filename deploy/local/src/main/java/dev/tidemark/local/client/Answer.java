package dev.tidemark.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a service answered.
 *
 * @param request method and path, for messages
 * @param status HTTP status
 * @param body JSON; missing when the body is empty or no JSON
 * @param etag the ETag header
 */
public record Answer(String request, int status, JsonNode body, Optional<String> etag) {

  /**
   * The body of a success.
   *
   * @throws RefusedException if the status is not 2xx; the message has the service's own words
   */
  public JsonNode orThrow() {
    if (status / 100 != 2) {
      throw new RefusedException(this);
    }
    return body;
  }

  /** A service refused a request. */
  public static final class RefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(Answer answer) {
      super(
          answer.request
              + " was answered with "
              + answer.status
              + ": "
              + answer.body.path("detail").asText(answer.body.toString()));
      this.status = answer.status;
    }

    /** HTTP status of the refusal. */
    public int status() {
      return status;
    }
  }
}

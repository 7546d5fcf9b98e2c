package dev.tidemark.baseline.ops;

import dev.tidemark.baseline.definition.InvalidDefinition;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The one exception of the REST and gRPC doors: a code, what was wrong and what to do. One mapper a
 * protocol turns it into an answer.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Code code;
  private final transient Map<String, Object> extras = new LinkedHashMap<>();

  /** What kind of fault; its name in lower case with hyphens is part of the problem's type. */
  public enum Code {
    /** A job's definition says something that cannot be. */
    INVALID_JOB(400, "Invalid job"),
    /** A body is not what the endpoint takes. */
    INVALID_BODY(400, "Invalid body"),
    /** A query parameter or header is unknown or wrong. */
    INVALID_PARAMETER(400, "Invalid parameter"),
    /** No or an unknown API key. */
    UNAUTHENTICATED(401, "API key needed"),
    /** The API key does not allow it. */
    FORBIDDEN(403, "Not allowed"),
    /** No such job. */
    UNKNOWN_JOB(404, "Unknown job"),
    /** No such backfill of this job. */
    UNKNOWN_BACKFILL(404, "Unknown backfill"),
    /** No such record of this job. */
    UNKNOWN_RECORD(404, "Unknown record"),
    /** No such scheduled event of this job. */
    UNKNOWN_SCHEDULED_EVENT(404, "Unknown scheduled event"),
    /** No such snapshot of this job. */
    UNKNOWN_SNAPSHOT(404, "Unknown snapshot"),
    /** The job's id is taken. */
    JOB_EXISTS(409, "Job exists"),
    /** The job or backfill is in a state that does not allow it. */
    WRONG_STATE(409, "Wrong state"),
    /** Changed by somebody else meanwhile. */
    REVISION_MISMATCH(412, "Revision mismatch"),
    /** If-Match is missing. */
    PRECONDITION_REQUIRED(428, "Precondition required"),
    /** Something that is needed is away. */
    UNAVAILABLE(503, "Unavailable");

    private final int status;
    private final String title;

    Code(int status, String title) {
      this.status = status;
      this.title = title;
    }

    /** HTTP status. */
    public int status() {
      return status;
    }

    /** Title of the problem. */
    public String title() {
      return title;
    }

    /** Type of the problem. */
    public String type() {
      return "tag:tidemark.dev,2026:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A refusal.
   *
   * @param code what kind
   * @param detail what was wrong, where, and what to do
   */
  public Refusal(Code code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  /** A refused definition, pointing to its fault. */
  public static Refusal of(InvalidDefinition fault) {
    return new Refusal(Code.INVALID_JOB, fault.detail()).with("pointer", fault.pointer());
  }

  /** A refused body, pointing to its fault. */
  public static Refusal body(InvalidDefinition fault) {
    return new Refusal(Code.INVALID_BODY, fault.detail()).with("pointer", fault.pointer());
  }

  /** A wrong query parameter or header. */
  public static Refusal parameter(String name, String detail) {
    return new Refusal(Code.INVALID_PARAMETER, detail).with("parameter", name);
  }

  /** The same refusal with one more member of the problem document. */
  public Refusal with(String name, Object value) {
    extras.put(name, value);
    return this;
  }

  /** What kind. */
  public Code code() {
    return code;
  }

  /** What was wrong; never null. */
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  Map<String, Object> extras() {
    return Map.copyOf(extras);
  }
}

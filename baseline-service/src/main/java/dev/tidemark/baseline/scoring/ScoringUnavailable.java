package dev.tidemark.baseline.scoring;

/** scoring-service does not answer, or is of another engine version: buckets wait. */
public final class ScoringUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** With the reason for people and the failure behind it. */
  public ScoringUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.tidemark.scoring.score;

/**
 * A field that cannot be scored. The message is the field's path as callers know it, its value and
 * what is allowed.
 */
public final class InvalidFieldException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private InvalidFieldException(String message) {
    super(message);
  }

  /**
   * Names the fault.
   *
   * @param field path of the field
   * @param value what it holds
   * @param allowed what it may hold
   */
  public InvalidFieldException(String field, Object value, String allowed) {
    this(field + " " + value + " is not " + allowed);
  }

  /** The same fault, seen from the message that holds the one at fault. */
  public InvalidFieldException under(String parent) {
    return new InvalidFieldException(parent + "." + getMessage());
  }

  static void check(boolean holds, String field, Object value, String allowed) {
    if (!holds) {
      throw new InvalidFieldException(field, value, allowed);
    }
  }
}

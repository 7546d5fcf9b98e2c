package dev.tidemark.contract.query;

/** A text is not KQL that can be used. The message says where, what was found and expected. */
public final class KqlException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Where, in characters from 1. */
  private final int position;

  KqlException(int position, String message) {
    super(message + " (at character " + position + ")");
    this.position = position;
  }

  /** Where it stopped to be KQL, in characters from 1. */
  public int position() {
    return position;
  }
}

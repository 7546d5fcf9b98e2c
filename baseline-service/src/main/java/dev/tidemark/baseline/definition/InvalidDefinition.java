package dev.tidemark.baseline.definition;

/** A definition says something that cannot be. */
public final class InvalidDefinition extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Where in the document, as a JSON pointer. */
  private final String pointer;

  /**
   * A fault at one place of the document.
   *
   * @param pointer JSON pointer (RFC 6901) to the fault
   * @param detail what is wrong and what would be right
   */
  public InvalidDefinition(String pointer, String detail) {
    super(detail);
    this.pointer = pointer;
  }

  /** JSON pointer to the fault, such as {@code /detectors/0/function}. */
  public String pointer() {
    return pointer;
  }

  /** What is wrong; never null. */
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** The same fault seen from a document that holds the one at fault. */
  public InvalidDefinition under(String prefix) {
    return new InvalidDefinition(prefix + pointer, detail());
  }
}

package dev.tidemark.ingest.event;

/**
 * What a bulk request asks for with one document.
 *
 * @param operation what to do with it
 * @param index the index named for it; empty: none
 * @param id the id named for it; empty: none
 */
public record BulkAction(Operation operation, String index, String id) {

  /** The operations of a bulk request. */
  public enum Operation {
    /** Store a document that is not there yet. */
    CREATE("create"),
    /** Store a document. */
    INDEX("index"),
    /** Change a stored document; there are none here. */
    UPDATE("update"),
    /** Delete a stored document; there are none here. */
    DELETE("delete");

    private final String word;

    Operation(String word) {
      this.word = word;
    }

    /** Its name in requests and answers. */
    public String word() {
      return word;
    }

    boolean hasSource() {
      return this != DELETE;
    }

    boolean isTaken() {
      return this == CREATE || this == INDEX;
    }
  }
}

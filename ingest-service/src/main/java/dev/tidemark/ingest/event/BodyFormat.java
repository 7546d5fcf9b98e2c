package dev.tidemark.ingest.event;

/**
 * How one body's documents and lines of text become events. It may remember what lines of the body
 * said about those that follow, so every body needs one of its own.
 */
public interface BodyFormat {

  /** The fields that are read from a document. */
  FieldTable fields();

  /**
   * Makes an event of what a document held, in place.
   *
   * @param event has the document's fields; gets the event's, and its time
   * @param bounds tells the time of arrival
   * @return never {@link Verdict.Plain#HEADER} or {@link Verdict.Plain#UNKNOWN}
   */
  Verdict document(EcsEvent event, TimeBounds bounds);

  /**
   * Reads a line of text.
   *
   * @param from its first byte, which is no whitespace
   * @param to after its last byte, without what ends the line
   * @param event has no values; gets the line's
   * @param bounds tells the time of arrival
   */
  Verdict line(byte[] buffer, int from, int to, EcsEvent event, TimeBounds bounds);

  /** The name of the format of what was looked at last. */
  String latest();

  /** Forgets what the lines of a body said about those that follow: another body begins. */
  void begin();

  /** Whether what began with this byte must be a line of text, even if it is too long to read. */
  boolean mustBeText(byte first);
}

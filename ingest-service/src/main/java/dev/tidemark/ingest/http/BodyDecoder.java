package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.RejectReason;
import java.util.Arrays;

/**
 * A body as it was before compression, piece by piece: gzip (RFC 1952, also several members) and
 * zstd (RFC 8878, also several frames) are told by their first bytes, anything else passes. Pieces
 * are as large as the reader's buffer, however well the body is compressed.
 */
final class BodyDecoder implements AutoCloseable {

  private static final int MAGIC_BYTES = 4;
  private static final byte[] NOTHING = new byte[0];

  private byte[] head = NOTHING;
  private boolean decided;
  private PieceDecoder decoder = new Plain();

  /** One way to decompress. */
  interface PieceDecoder extends AutoCloseable {

    /** Takes the next piece; the one before must have been read to its end. */
    void offer(byte[] piece);

    /**
     * Reads into a buffer.
     *
     * @return number of bytes; 0: another piece is needed
     */
    int read(byte[] out) throws InvalidBodyException;

    /** Whether the body may end here. */
    boolean mayEnd();

    @Override
    void close();
  }

  /** The body is not what its first bytes promised. */
  static final class InvalidBodyException extends Exception {

    private final RejectReason reason;

    InvalidBodyException(RejectReason reason, String message) {
      super(message, null, false, false);
      this.reason = reason;
    }

    RejectReason reason() {
      return reason;
    }
  }

  /** Takes the next piece; the one before must have been read to its end. */
  void offer(byte[] piece) {
    if (decided) {
      decoder.offer(piece);
      return;
    }
    int known = head.length;
    if (known == 0) {
      head = piece;
    } else {
      head = Arrays.copyOf(head, known + piece.length);
      System.arraycopy(piece, 0, head, known, piece.length);
    }
    if (head.length >= MAGIC_BYTES) {
      decide();
    }
  }

  /** There are no more pieces: what was held back to tell the compression by can be read now. */
  void end() {
    if (!decided) {
      decide();
    }
  }

  /**
   * Reads into a buffer.
   *
   * @return number of bytes; 0: another piece is needed
   */
  int read(byte[] out) throws InvalidBodyException {
    return decided ? decoder.read(out) : 0;
  }

  /** Whether the body may end here. */
  boolean mayEnd() {
    return decoder.mayEnd();
  }

  @Override
  public void close() {
    decoder.close();
  }

  private void decide() {
    if (GzipDecoder.begins(head)) {
      decoder = new GzipDecoder();
    } else if (ZstdDecoder.begins(head)) {
      decoder = new ZstdDecoder();
    }
    decided = true;
    decoder.offer(head);
    head = NOTHING;
  }

  /** Not compressed. */
  private static final class Plain implements PieceDecoder {

    private byte[] input = NOTHING;
    private int at;

    @Override
    public void offer(byte[] piece) {
      input = piece;
      at = 0;
    }

    @Override
    public int read(byte[] out) {
      int length = Math.min(out.length, input.length - at);
      System.arraycopy(input, at, out, 0, length);
      at += length;
      return length;
    }

    @Override
    public boolean mayEnd() {
      return true;
    }

    @Override
    public void close() {}
  }
}

package dev.tidemark.ingest.http;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A body as it was before compression, piece by piece: gzip (RFC 1952, also several members) is
 * told by its first two bytes, anything else passes. Pieces are as large as the reader's buffer,
 * however well the body is compressed.
 *
 * <pre>
 * UNDECIDED --other bytes--> PLAIN
 * UNDECIDED --1f 8b--> HEADER --> DEFLATED --> TRAILER --1f--> HEADER ...
 * </pre>
 */
final class BodyDecoder implements AutoCloseable {

  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int TRAILER_BYTES = 8;

  private enum State {
    UNDECIDED,
    PLAIN,
    HEADER,
    DEFLATED,
    TRAILER
  }

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final GzipHeader header = new GzipHeader();
  private State state = State.UNDECIDED;
  private byte[] input = new byte[0];
  private int at;
  private int trailerBytes;
  private long trailer;
  private boolean heldMagic;

  /** The body is not what its first bytes promised. */
  static final class InvalidGzipException extends Exception {
    InvalidGzipException(String message) {
      super(message, null, false, false);
    }
  }

  /** Takes the next piece; the one before must have been read to its end. */
  void offer(byte[] piece) {
    input = piece;
    at = 0;
    if (state == State.DEFLATED) {
      inflater.setInput(input);
    }
  }

  /**
   * Reads into a buffer.
   *
   * @return number of bytes; 0: another piece is needed
   */
  int read(byte[] out) throws InvalidGzipException {
    while (true) {
      switch (state) {
        case UNDECIDED -> {
          if (at == input.length) {
            return 0;
          }
          int decided = decide(out);
          if (decided > 0) {
            return decided;
          }
        }
        case PLAIN -> {
          return copy(out);
        }
        case HEADER -> {
          if (!header()) {
            return 0;
          }
        }
        case DEFLATED -> {
          int read = inflate(out);
          if (read > 0 || state == State.DEFLATED) {
            return read;
          }
        }
        case TRAILER -> {
          if (!trailer()) {
            return 0;
          }
        }
      }
    }
  }

  /** Whether the body may end here. */
  boolean mayEnd() {
    return state == State.UNDECIDED
        || state == State.PLAIN
        || (state == State.HEADER && header.untouched());
  }

  /** A held back first byte of a body that had only this one; -1: none. */
  int heldBack() {
    return heldMagic && state == State.UNDECIDED ? MAGIC_1 : -1;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private int decide(byte[] out) {
    if (!heldMagic && (input[at] & 0xff) == MAGIC_1) {
      heldMagic = true;
      at++;
      return 0;
    }
    if (!heldMagic) {
      state = State.PLAIN;
      return 0;
    }
    if ((input[at] & 0xff) == MAGIC_2) {
      at++;
      header.afterMagic();
      state = State.HEADER;
      return 0;
    }
    state = State.PLAIN;
    out[0] = MAGIC_1;
    return 1;
  }

  private int copy(byte[] out) {
    int length = Math.min(out.length, input.length - at);
    System.arraycopy(input, at, out, 0, length);
    at += length;
    return length;
  }

  private boolean header() throws InvalidGzipException {
    while (at < input.length) {
      if (header.complete(input[at++] & 0xff)) {
        inflater.reset();
        inflater.setInput(input, at, input.length - at);
        crc.reset();
        state = State.DEFLATED;
        return true;
      }
    }
    return false;
  }

  private int inflate(byte[] out) throws InvalidGzipException {
    try {
      int read = inflater.inflate(out);
      crc.update(out, 0, read);
      if (inflater.finished()) {
        at = input.length - inflater.getRemaining();
        trailerBytes = 0;
        trailer = 0;
        state = State.TRAILER;
      } else if (inflater.needsDictionary()) {
        throw new InvalidGzipException("the compressed data asks for a dictionary");
      }
      return read;
    } catch (DataFormatException e) {
      throw new InvalidGzipException("the compressed data is damaged: " + e.getMessage());
    }
  }

  private boolean trailer() throws InvalidGzipException {
    while (at < input.length) {
      trailer |= (input[at++] & 0xffL) << (8 * trailerBytes++);
      if (trailerBytes == TRAILER_BYTES) {
        long expected = (inflater.getBytesWritten() & 0xffff_ffffL) << 32 | crc.getValue();
        if (trailer != expected) {
          throw new InvalidGzipException("the checksum of the compressed data does not match");
        }
        header.begin();
        state = State.HEADER;
        return true;
      }
    }
    return false;
  }
}

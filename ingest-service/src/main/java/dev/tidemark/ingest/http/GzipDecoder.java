package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.http.BodyDecoder.InvalidBodyException;
import dev.tidemark.ingest.http.BodyDecoder.PieceDecoder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952), also several members.
 *
 * <pre>
 * HEADER --> DEFLATED --> TRAILER --1f--> HEADER ...
 * </pre>
 */
final class GzipDecoder implements PieceDecoder {

  private static final int TRAILER_BYTES = 8;

  private enum State {
    HEADER,
    DEFLATED,
    TRAILER
  }

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final GzipHeader header = new GzipHeader();
  private State state = State.HEADER;
  private byte[] input = new byte[0];
  private int at;
  private int trailerBytes;
  private long trailer;

  GzipDecoder() {
    header.begin();
  }

  static boolean begins(byte[] body) {
    return body.length >= 2 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
  }

  @Override
  public void offer(byte[] piece) {
    input = piece;
    at = 0;
    if (state == State.DEFLATED) {
      inflater.setInput(input);
    }
  }

  @Override
  public int read(byte[] out) throws InvalidBodyException {
    while (true) {
      switch (state) {
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

  @Override
  public boolean mayEnd() {
    return state == State.HEADER && header.untouched();
  }

  @Override
  public void close() {
    inflater.end();
  }

  private boolean header() throws InvalidBodyException {
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

  private int inflate(byte[] out) throws InvalidBodyException {
    try {
      int read = inflater.inflate(out);
      crc.update(out, 0, read);
      if (inflater.finished()) {
        at = input.length - inflater.getRemaining();
        trailerBytes = 0;
        trailer = 0;
        state = State.TRAILER;
      } else if (inflater.needsDictionary()) {
        throw invalid("the compressed data asks for a dictionary");
      }
      return read;
    } catch (DataFormatException e) {
      throw invalid("the compressed data is damaged: " + e.getMessage());
    }
  }

  private boolean trailer() throws InvalidBodyException {
    while (at < input.length) {
      trailer |= (input[at++] & 0xffL) << (8 * trailerBytes++);
      if (trailerBytes == TRAILER_BYTES) {
        long expected = (inflater.getBytesWritten() & 0xffff_ffffL) << 32 | crc.getValue();
        if (trailer != expected) {
          throw invalid("the checksum of the compressed data does not match");
        }
        header.begin();
        state = State.HEADER;
        return true;
      }
    }
    return false;
  }

  static InvalidBodyException invalid(String message) {
    return new InvalidBodyException(RejectReason.INVALID_GZIP, message);
  }
}

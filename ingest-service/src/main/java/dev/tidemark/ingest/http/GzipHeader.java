package dev.tidemark.ingest.http;

import dev.tidemark.ingest.http.BodyDecoder.InvalidBodyException;

/** Steps over the header of a gzip member (RFC 1952, section 2.3), byte by byte. */
final class GzipHeader {

  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int FIXED_BYTES = 10;

  private int position;
  private int flags;
  private int extraBytes;
  private int extraLengthBytes;
  private int crcBytes;

  /** Expects a member from its first byte on. */
  void begin() {
    position = 0;
    flags = 0;
  }

  /** Whether no byte of a member has come. */
  boolean untouched() {
    return position == 0;
  }

  /**
   * Takes a byte.
   *
   * @return whether the header ends with it
   */
  boolean complete(int b) throws InvalidBodyException {
    if (position < FIXED_BYTES) {
      fixed(b);
      position++;
      return position == FIXED_BYTES && flags == 0;
    }
    optional(b);
    return flags == 0;
  }

  private void fixed(int b) throws InvalidBodyException {
    boolean fits =
        switch (position) {
          case 0 -> b == 0x1f;
          case 1 -> b == 0x8b;
          case 2 -> b == DEFLATE;
          case 3 -> (b & RESERVED) == 0;
          default -> true;
        };
    if (!fits) {
      throw GzipDecoder.invalid("byte " + position + " of a gzip header is wrong");
    }
    if (position == 3) {
      flags = b & (HEADER_CRC | EXTRA | NAME | COMMENT);
      extraLengthBytes = 2;
      extraBytes = 0;
      crcBytes = 2;
    }
  }

  private void optional(int b) {
    if ((flags & EXTRA) != 0) {
      extra(b);
    } else if ((flags & NAME) != 0) {
      flags = b == 0 ? flags & ~NAME : flags;
    } else if ((flags & COMMENT) != 0) {
      flags = b == 0 ? flags & ~COMMENT : flags;
    } else {
      crcBytes--;
      flags = crcBytes == 0 ? 0 : flags;
    }
  }

  private void extra(int b) {
    if (extraLengthBytes > 0) {
      extraBytes |= b << (8 * (2 - extraLengthBytes));
      extraLengthBytes--;
    } else {
      extraBytes--;
    }
    if (extraLengthBytes == 0 && extraBytes == 0) {
      flags &= ~EXTRA;
    }
  }
}

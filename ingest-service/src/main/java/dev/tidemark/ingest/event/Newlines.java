package dev.tidemark.ingest.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the end of a line, eight bytes at a time. */
final class Newlines {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVERY_BYTE = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long NEWLINES = 0x0a0a_0a0a_0a0a_0a0aL;

  private Newlines() {}

  /** Where the first newline of a range is; -1: there is none. */
  static int find(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long zeroWhereNewline = (long) LONGS.get(bytes, at) ^ NEWLINES;
      // The lowest bit that is set stands in the first byte that is zero.
      long found = (zeroWhereNewline - EVERY_BYTE) & ~zeroWhereNewline & HIGH_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }
}

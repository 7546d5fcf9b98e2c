package dev.tidemark.ingest.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at once: the first byte is the lowest of the word. */
final class Words {

  static final int BYTES = Long.BYTES;

  private static final VarHandle VIEW =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  /** The eight bytes from a position on; all must be in the array. */
  static long at(byte[] bytes, int from) {
    return (long) VIEW.get(bytes, from);
  }

  /** Up to eight bytes, the rest of the word zero. */
  static long at(byte[] bytes, int from, int length) {
    if (length >= BYTES) {
      return at(bytes, from);
    }
    if (from + BYTES <= bytes.length) {
      return at(bytes, from) & ((1L << (length * Byte.SIZE)) - 1);
    }
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = (word << Byte.SIZE) | (bytes[from + i] & 0xff);
    }
    return word;
  }
}

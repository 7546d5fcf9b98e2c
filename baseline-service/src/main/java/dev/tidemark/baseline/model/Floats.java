package dev.tidemark.baseline.model;

import java.nio.ByteBuffer;

/** Arrays of floats in stored states, big endian. */
final class Floats {

  private Floats() {}

  static void write(ByteBuffer out, float[] values) {
    for (float value : values) {
      out.putFloat(value);
    }
  }

  static void read(ByteBuffer in, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getFloat();
    }
  }
}

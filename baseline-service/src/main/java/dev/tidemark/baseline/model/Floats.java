package dev.tidemark.baseline.model;

import java.nio.ByteBuffer;

/** Arrays of floats, stored big endian. */
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

  /** Makes values as many times as large. */
  static void scale(float[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) factor;
    }
  }

  /** Adds values, times a factor, to a sum of as many. */
  static void add(float[] sum, float[] values, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (float) (factor * values[i]);
    }
  }
}

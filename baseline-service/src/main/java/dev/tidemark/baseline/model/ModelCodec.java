package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The stored form of a series' state, big endian:
 *
 * <pre>
 * offset size
 *      0    1  version, 1
 *      1    1  flags: bit 0 = fractional
 *      2    2  slots per day d, unsigned
 *      4    8  start of the first bucket learned, seconds since the epoch
 *     12    8  start of the last bucket learned
 *     20    8  buckets learned
 *     28    4  run
 *     32    4  level
 *     36    4  deviation
 *     40    4  tail share
 *     44    4  tail mean excess
 *     48    4  share of residuals that were cut
 *     52   96  deviation by local hour, 24 floats
 *    148  128  last standardised residuals, 32 floats, newest first
 *    276   4d  daily profile
 *  276+4d 28d  weekly profile
 * </pre>
 *
 * At most 3,348 bytes.
 */
final class ModelCodec {

  static final byte VERSION = 1;
  private static final int FIXED_BYTES = 276;
  private static final byte FRACTIONAL = 1;

  private ModelCodec() {}

  static byte[] encode(SeriesState state) {
    int floats = state.daily.length + state.weekly.length;
    ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + Float.BYTES * floats);
    out.put(VERSION).put(state.fractional ? FRACTIONAL : 0).putShort((short) state.daily.length);
    out.putLong(state.firstBucketS).putLong(state.lastBucketS).putLong(state.learned);
    out.putInt(state.run).putFloat(state.level).putFloat(state.deviation);
    out.putFloat(state.tailShare).putFloat(state.tailMeanExcess).putFloat(state.cutShare);
    put(out, state.hourDeviation);
    put(out, state.residuals);
    put(out, state.daily);
    put(out, state.weekly);
    return out.array();
  }

  /**
   * Reads a state.
   *
   * @throws IllegalArgumentException if the version is unknown, the span does not fit or bytes are
   *     missing or left over
   */
  static SeriesState decode(byte[] bytes, BucketSpan span) {
    SeriesState state = new SeriesState(span);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      readHeader(in, state);
      get(in, state.hourDeviation);
      get(in, state.residuals);
      get(in, state.daily);
      get(in, state.weekly);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "baseline state ends early, after " + bytes.length + " bytes", e);
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(
          "baseline state has " + in.remaining() + " bytes too many");
    }
    return state;
  }

  private static void readHeader(ByteBuffer in, SeriesState state) {
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "baseline state has unknown version " + version + ", known is " + VERSION);
    }
    state.fractional = (in.get() & FRACTIONAL) != 0;
    int slots = Short.toUnsignedInt(in.getShort());
    if (slots != state.daily.length) {
      throw new IllegalArgumentException(
          "baseline state has "
              + slots
              + " slots a day, the bucket span needs "
              + state.daily.length);
    }
    state.firstBucketS = in.getLong();
    state.lastBucketS = in.getLong();
    state.learned = in.getLong();
    state.run = in.getInt();
    state.level = in.getFloat();
    state.deviation = in.getFloat();
    state.tailShare = in.getFloat();
    state.tailMeanExcess = in.getFloat();
    state.cutShare = in.getFloat();
  }

  private static void put(ByteBuffer out, float[] values) {
    for (float value : values) {
      out.putFloat(value);
    }
  }

  private static void get(ByteBuffer in, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getFloat();
    }
  }
}

package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.ZoneId;

/**
 * The stored form of a series' state, big endian. Version 3: each part writes itself, in the order
 * of {@code SeasonalBaseline.encode}, behind a header of version, flags (bit 1 = borrowed) and
 * slots per day. Version 2 ended before the clock, and is still read, as is version 1:
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
 */
final class ModelCodec {

  static final byte VERSION = 3;
  static final int HEADER_BYTES = 4;
  private static final byte SECOND_VERSION = 2;
  private static final byte FIRST_VERSION = 1;
  private static final byte FRACTIONAL = 1;
  private static final byte BORROWED = 2;

  private ModelCodec() {}

  static void writeHeader(ByteBuffer out, boolean borrowed, int slotsPerDay) {
    out.put(VERSION).put(borrowed ? BORROWED : 0).putShort((short) slotsPerDay);
  }

  /**
   * Reads a state.
   *
   * @throws IllegalArgumentException if the version is unknown, the span does not fit or bytes are
   *     missing or left over
   */
  static SeasonalBaseline decode(byte[] bytes, BucketSpan span, ZoneId zone) {
    SeasonalBaseline baseline = new SeasonalBaseline(span, zone);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      read(in, span, baseline);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "baseline state ends early, after " + bytes.length + " bytes", e);
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(
          "baseline state has " + in.remaining() + " bytes too many");
    }
    return baseline;
  }

  private static void read(ByteBuffer in, BucketSpan span, SeasonalBaseline baseline) {
    byte version = in.get();
    if (version < FIRST_VERSION || version > VERSION) {
      throw new IllegalArgumentException(
          "baseline state has unknown version " + version + ", known are 1 to " + VERSION);
    }
    byte flags = in.get();
    int slots = Short.toUnsignedInt(in.getShort());
    int needed = LocalSlots.slotsPerDay(span);
    if (slots != needed) {
      throw new IllegalArgumentException(
          "baseline state has " + slots + " slots a day, the bucket span needs " + needed);
    }
    switch (version) {
      case FIRST_VERSION -> baseline.readVersion1((flags & FRACTIONAL) != 0, in);
      case SECOND_VERSION -> baseline.readVersion2(in);
      default -> baseline.read((flags & BORROWED) != 0, in);
    }
  }

  /**
   * What version 1 kept between its counts and its profiles.
   *
   * @param level the level
   * @param cutShare share of residuals that were cut
   * @param deviations the deviation of all hours and of each
   * @param residuals the last 32, newest first
   */
  record Version1(float level, float cutShare, ByteBuffer deviations, ByteBuffer residuals) {

    private static final int RESIDUALS = 32;

    static Version1 read(ByteBuffer in) {
      in.getInt();
      float level = in.getFloat();
      ByteBuffer deviations = ByteBuffer.allocate(HourlyDeviation.BYTES);
      deviations.putFloat(in.getFloat());
      in.getFloat();
      in.getFloat();
      float cutShare = in.getFloat();
      copy(in, deviations);
      ByteBuffer residuals = ByteBuffer.allocate(Float.BYTES * RESIDUALS);
      copy(in, residuals);
      return new Version1(level, cutShare, deviations.flip(), residuals.flip());
    }

    private static void copy(ByteBuffer in, ByteBuffer out) {
      while (out.hasRemaining()) {
        out.putFloat(in.getFloat());
      }
    }
  }
}

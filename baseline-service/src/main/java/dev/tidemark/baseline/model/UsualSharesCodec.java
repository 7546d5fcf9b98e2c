package dev.tidemark.baseline.model;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The stored form of usual shares, big endian:
 *
 * <pre>
 * size
 *    1  version, 1
 *    1  number of fields, at most 16
 *       for each field, in the order of their names:
 *    2    bytes of the name n, unsigned
 *    n    name, UTF-8
 *    4    buckets learned
 *    2    number of values, unsigned
 *         for each value, in the order of its hash:
 *    8      hash of the value
 *    4      usual share, float
 *    1  number of companions, at most 8
 *       for each companion, in the order of their names:
 *    2    bytes of the name n, unsigned
 *    n    name, UTF-8
 *   96    usual value by local hour, 24 floats; NaN where not known
 * </pre>
 *
 * At most 8 KiB: the fields share what names and companions leave.
 */
final class UsualSharesCodec {

  static final byte VERSION = 1;
  private static final int MAX_BYTES = 8_192;
  private static final int HEADER_BYTES = 3;
  private static final int FIELD_BYTES = 8;
  private static final int VALUE_BYTES = Long.BYTES + Float.BYTES;
  private static final int COMPANION_BYTES = 2 + LocalSlots.HOURS * Float.BYTES;

  private UsualSharesCodec() {}

  /** How many values each field may keep so that all fit. */
  static int valuesPerField(UsualShares shares) {
    int taken = HEADER_BYTES;
    for (String field : shares.fields.keySet()) {
      taken += FIELD_BYTES + utf8(field).length;
    }
    for (String name : shares.companions.keySet()) {
      taken += COMPANION_BYTES + utf8(name).length;
    }
    return Math.max(0, (MAX_BYTES - taken) / VALUE_BYTES / Math.max(1, shares.fields.size()));
  }

  static float[] unknownHours() {
    float[] hours = new float[LocalSlots.HOURS];
    Arrays.fill(hours, Float.NaN);
    return hours;
  }

  static byte[] encode(UsualShares shares) {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    try {
      out.put(VERSION).put((byte) shares.fields.size());
      shares.fields.forEach((field, values) -> putField(out, field, values));
      out.put((byte) shares.companions.size());
      shares.companions.forEach((name, hours) -> putCompanion(out, name, hours));
    } catch (BufferOverflowException e) {
      throw new IllegalStateException("usual shares do not fit " + MAX_BYTES + " bytes", e);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void putField(ByteBuffer out, String field, FieldShares values) {
    putText(out, field);
    out.putInt(values.learned).putShort((short) values.shares.size());
    values.shares.forEach((hash, share) -> out.putLong(hash).putFloat(share));
  }

  private static void putCompanion(ByteBuffer out, String name, float[] hours) {
    putText(out, name);
    for (float usual : hours) {
      out.putFloat(usual);
    }
  }

  /**
   * Reads into new, empty shares.
   *
   * @throws IllegalArgumentException if the version is unknown or bytes are missing or left over
   */
  static void decode(byte[] bytes, UsualShares shares) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "usual shares have unknown version " + version + ", known is " + VERSION);
      }
      getAll(in, shares);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "usual shares end early, after " + bytes.length + " bytes", e);
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("usual shares have " + in.remaining() + " bytes too many");
    }
  }

  private static void getAll(ByteBuffer in, UsualShares shares) {
    for (int i = in.get(); i > 0; i--) {
      shares.fields.put(getText(in), getField(in));
    }
    for (int i = in.get(); i > 0; i--) {
      String name = getText(in);
      float[] hours = unknownHours();
      for (int hour = 0; hour < hours.length; hour++) {
        hours[hour] = in.getFloat();
      }
      shares.companions.put(name, hours);
    }
  }

  private static FieldShares getField(ByteBuffer in) {
    FieldShares values = new FieldShares();
    values.learned = in.getInt();
    Map<Long, Float> shares = values.shares;
    for (int i = Short.toUnsignedInt(in.getShort()); i > 0; i--) {
      long hash = in.getLong();
      shares.put(hash, in.getFloat());
    }
    return values;
  }

  private static void putText(ByteBuffer out, String text) {
    byte[] bytes = utf8(text);
    out.putShort((short) bytes.length).put(bytes);
  }

  private static String getText(ByteBuffer in) {
    byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

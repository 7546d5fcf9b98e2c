package dev.tidemark.baseline.model;

import java.nio.ByteBuffer;

/**
 * What stood out at each time of the last week: the largest residuals, at most 64. What comes again
 * at the same time a week later, a backup, is explained by them. A slot is written two slots later,
 * so that a bucket is never explained by its own neighbours of this week.
 */
final class LastWeek {

  static final int CAPACITY = 64;
  static final int BYTES =
      Short.BYTES + CAPACITY * 2 * Short.BYTES + 2 * (Short.BYTES + Float.BYTES);

  private static final int HOURS = 7 * LocalSlots.HOURS;
  private static final double NOTABLE = 2;
  private static final double UNIT = 1.0 / 256;
  private static final double MOST = Short.MAX_VALUE * UNIT;
  private static final short NONE = -1;

  private final int slotsPerWeek;

  private int count;
  // By slot, ascending; residuals in units of 1/256.
  private final short[] slot = new short[CAPACITY];
  private final short[] residual = new short[CAPACITY];

  private short thisSlot = NONE;
  private float thisResidual;
  private short slotBefore = NONE;
  private float residualBefore;

  LastWeek(int slotsPerWeek) {
    this.slotsPerWeek = slotsPerWeek;
  }

  /**
   * The largest residual above of a week ago, at this slot or, when slots are an hour or shorter,
   * beside it; at least 0.
   */
  double above(int at) {
    return Math.max(0, Math.max(of(at), Math.max(of(after(at)), of(before(at)))));
  }

  /** The largest residual below, as a positive number. */
  double below(int at) {
    return Math.max(0, -Math.min(of(at), Math.min(of(after(at)), of(before(at)))));
  }

  private int after(int at) {
    return slotsPerWeek < HOURS ? at : (at + 1) % slotsPerWeek;
  }

  private int before(int at) {
    return slotsPerWeek < HOURS ? at : (at + slotsPerWeek - 1) % slotsPerWeek;
  }

  private double of(int at) {
    int i = find(at);
    return i >= 0 ? residual[i] * UNIT : 0;
  }

  private int find(int at) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (slot[middle] == at) {
        return middle;
      }
      if (slot[middle] < at) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Learns a bucket; of several in a slot, the largest counts. */
  void learn(int at, double value) {
    if (at == thisSlot) {
      thisResidual = (float) (Math.abs(value) >= Math.abs(thisResidual) ? value : thisResidual);
      return;
    }
    if (slotBefore != NONE) {
      put(slotBefore, residualBefore);
    }
    slotBefore = thisSlot;
    residualBefore = thisResidual;
    thisSlot = (short) at;
    thisResidual = (float) value;
  }

  /** After a gap of a week or more nothing is known of the last one. */
  void forget() {
    count = 0;
    thisSlot = NONE;
    slotBefore = NONE;
  }

  /**
   * What a person says was expected counts as having stood out at this time of the week. The slots
   * not written yet will be, with what they hold themselves.
   */
  void expect(int at, double value) {
    boolean waiting = at == thisSlot || at == slotBefore;
    if (!waiting && Math.abs(value) > Math.abs(of(at))) {
      put(at, value);
    }
  }

  private void put(int at, double value) {
    remove(at);
    if (Math.abs(value) < NOTABLE) {
      return;
    }
    if (count == CAPACITY) {
      int smallest = smallest();
      if (Math.abs(residual[smallest] * UNIT) >= Math.abs(value)) {
        return;
      }
      remove(slot[smallest]);
    }
    int i = -find(at) - 1;
    System.arraycopy(slot, i, slot, i + 1, count - i);
    System.arraycopy(residual, i, residual, i + 1, count - i);
    slot[i] = (short) at;
    residual[i] = (short) StrictMath.rint(Math.clamp(value, -MOST, MOST) / UNIT);
    count++;
  }

  private void remove(int at) {
    int i = find(at);
    if (i >= 0) {
      count--;
      System.arraycopy(slot, i + 1, slot, i, count - i);
      System.arraycopy(residual, i + 1, residual, i, count - i);
    }
  }

  private int smallest() {
    int smallest = 0;
    for (int i = 1; i < count; i++) {
      if (Math.abs(residual[i]) < Math.abs(residual[smallest])) {
        smallest = i;
      }
    }
    return smallest;
  }

  int bytes() {
    return BYTES - (CAPACITY - count) * 2 * Short.BYTES;
  }

  void write(ByteBuffer out) {
    out.putShort((short) count);
    for (int i = 0; i < count; i++) {
      out.putShort(slot[i]).putShort(residual[i]);
    }
    out.putShort(thisSlot).putFloat(thisResidual).putShort(slotBefore).putFloat(residualBefore);
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if it holds more than can be, or not in order
   */
  void read(ByteBuffer in) {
    count = in.getShort();
    if (count < 0 || count > CAPACITY) {
      throw new IllegalArgumentException("baseline state has " + count + " notable residuals");
    }
    for (int i = 0; i < count; i++) {
      slot[i] = in.getShort();
      residual[i] = in.getShort();
      if (slot[i] < 0 || slot[i] >= slotsPerWeek || (i > 0 && slot[i] <= slot[i - 1])) {
        throw new IllegalArgumentException("baseline state has notable residuals out of order");
      }
    }
    thisSlot = in.getShort();
    thisResidual = in.getFloat();
    slotBefore = in.getShort();
    residualBefore = in.getFloat();
  }
}

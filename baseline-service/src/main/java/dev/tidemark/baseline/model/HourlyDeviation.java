package dev.tidemark.baseline.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A mean absolute deviation, discounted: one for all hours and one for each local hour. */
final class HourlyDeviation {

  static final int BYTES = Float.BYTES * (1 + LocalSlots.HOURS);

  private static final double RATE = 0.002;
  private static final double HOUR_RATE = 0.01;
  private static final double HOUR_WEIGHT = 0.6;

  private final double pace;
  private float all;
  private final float[] byHour = new float[LocalSlots.HOURS];

  HourlyDeviation(double pace) {
    this.pace = pace;
  }

  void begin(double deviation) {
    all = (float) deviation;
    Arrays.fill(byHour, 0);
  }

  /** What is expected in an hour: more than half of it is the hour's own. */
  double at(int hour) {
    return byHour[hour] == 0 ? all : (1 - HOUR_WEIGHT) * all + HOUR_WEIGHT * byHour[hour];
  }

  void learn(int hour, double deviation, long learned, int caution) {
    double rate = Math.max(RATE * pace, 1.0 / (learned + caution));
    all += (float) (rate * (deviation - all));
    double hourRate = Math.max(HOUR_RATE * pace, 1 / ((double) learned / LocalSlots.HOURS + 2));
    float before = byHour[hour] == 0 ? all : byHour[hour];
    byHour[hour] = (float) (before + hourRate * (deviation - before));
  }

  /** Mean of all hours. */
  double all() {
    return all;
  }

  /** Adds another's, times a factor. */
  void add(HourlyDeviation other, double factor) {
    all += (float) (factor * other.all);
    for (int hour = 0; hour < byHour.length; hour++) {
      byHour[hour] += (float) (factor * (other.byHour[hour] == 0 ? other.all : other.byHour[hour]));
    }
  }

  /** Becomes as many times as large. */
  void scale(double factor) {
    all *= (float) factor;
    Floats.scale(byHour, factor);
  }

  /** An independent deviation comes on top: squares add up. */
  void widen(double by) {
    all = (float) StrictMath.sqrt(all * all + by * by);
    for (int hour = 0; hour < byHour.length; hour++) {
      byHour[hour] = (float) StrictMath.sqrt(byHour[hour] * byHour[hour] + by * by);
    }
  }

  /** Grows to at least this much. */
  void raise(int hour, double deviation) {
    float least = (float) deviation;
    all = Math.max(all, least);
    byHour[hour] = Math.max(byHour[hour], least);
  }

  void write(ByteBuffer out) {
    out.putFloat(all);
    Floats.write(out, byHour);
  }

  void read(ByteBuffer in) {
    all = in.getFloat();
    Floats.read(in, byHour);
  }
}

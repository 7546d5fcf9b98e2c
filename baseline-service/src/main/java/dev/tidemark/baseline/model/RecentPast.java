package dev.tidemark.baseline.model;

import dev.tidemark.contract.surprise.Direction;
import dev.tidemark.contract.surprise.Surroundings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last residuals, what they carry on into the next bucket, and how far jumps and sums of
 * residuals usually go. Residuals of traffic are correlated: the correlation is learned.
 */
final class RecentPast {

  static final int KEPT = Surroundings.LONGEST_SUM - 1;
  static final int BYTES =
      1 + HourlyDeviation.BYTES + Float.BYTES * (4 + KEPT + Surroundings.sums());

  private static final double CLIP = 3;
  private static final double CARRY_CLIP = 6;
  private static final double RATE = 0.002;
  private static final int CAUTION = 20;
  private static final double START_PRODUCT = 0.5;
  private static final double START_SQUARE = 1;
  private static final double MOST_CARRIED = 0.98;

  private static final double START_JUMP = 0.5;
  private static final double LEAST_JUMP = 0.1;
  private static final double JUMP_CLIP = 2.5;
  private static final int JUMP_CAUTION = 10;

  private static final float START_SUM = 0.8f;
  private static final float LEAST_SUM = 0.6f;
  private static final double SUM_CLIP = 3.125;

  private final double pace;

  private int count;
  private final float[] residuals = new float[KEPT];
  private float before;
  private float carried;
  private float product = (float) START_PRODUCT;
  private float square = (float) START_SQUARE;
  private final HourlyDeviation jump;
  private final float[] sumScales = new float[Surroundings.sums()];

  RecentPast(double pace) {
    this.pace = pace;
    this.jump = new HourlyDeviation(pace);
    this.jump.begin(START_JUMP);
    Arrays.fill(sumScales, START_SUM);
  }

  /** Takes over how siblings' residuals hang together. */
  void borrow(List<RecentPast> siblings) {
    int n = siblings.size();
    double share = 0;
    jump.begin(0);
    Arrays.fill(sumScales, 0);
    for (RecentPast sibling : siblings) {
      share += sibling.share() / n;
      jump.add(sibling.jump, 1.0 / n);
      Floats.add(sumScales, sibling.sumScales, 1.0 / n);
    }
    product = (float) (share * square);
  }

  float carried() {
    return carried;
  }

  /** Share of a residual that is carried on into the next bucket. */
  double share() {
    return Math.clamp(product / Math.max(1e-3, square), 0, MOST_CARRIED);
  }

  /** Usual distance from what was carried on: a standard deviation. */
  double jumpDeviation(int hour) {
    return Surroundings.DEVIATION_TO_SD * jumpScale(hour);
  }

  float jumpScale(int hour) {
    return (float) Math.max(LEAST_JUMP, jump.at(hour));
  }

  List<Float> residuals() {
    return list(residuals, count);
  }

  List<Float> sumScales() {
    return list(sumScales, sumScales.length);
  }

  private static List<Float> list(float[] values, int count) {
    List<Float> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(values[i]);
    }
    return list;
  }

  Surroundings surroundings(double allowedAbove, double allowedBelow, int hour) {
    return new Surroundings(
        allowedAbove, allowedBelow, carried, jumpScale(hour), residuals, count, sumScales);
  }

  /**
   * Learns a bucket.
   *
   * @param residual its residual from the centre
   * @param unexplained what remains of it
   */
  void learn(int hour, double residual, double unexplained, long learned) {
    learnSums(unexplained, learned);
    learnCarrying(hour, residual, learned);
    System.arraycopy(residuals, 0, residuals, 1, KEPT - 1);
    residuals[0] = (float) Math.clamp(unexplained, -CLIP, CLIP);
    count = Math.min(count + 1, KEPT);
  }

  private void learnSums(double unexplained, long learned) {
    double rate = Math.max(RATE * pace, 1.0 / (learned + CAUTION));
    double sum = unexplained;
    for (int k = 0; k < sumScales.length && Surroundings.sumBuckets(k) - 1 <= count; k++) {
      int buckets = Surroundings.sumBuckets(k);
      sum = Surroundings.extended(sum, k, residuals, KEPT, Direction.ABOVE);
      double size = Math.min(Math.abs(sum) / StrictMath.sqrt(buckets), SUM_CLIP * sumScales[k]);
      sumScales[k] = Math.max(LEAST_SUM, (float) (sumScales[k] + rate * (size - sumScales[k])));
    }
  }

  private void learnCarrying(int hour, double residual, long learned) {
    double clipped = Math.clamp(residual, -CLIP, CLIP);
    double rate = Math.max(RATE * pace, 1.0 / (learned + CAUTION));
    product += (float) (rate * (before * clipped - product));
    square += (float) (rate * (before * before - square));
    double size = Math.min(Math.abs(residual - carried), JUMP_CLIP * jumpScale(hour));
    jump.learn(hour, size, learned, JUMP_CAUTION);
    before = (float) clipped;
    carried = (float) (share() * Math.clamp(residual, -CARRY_CLIP, CARRY_CLIP));
  }

  /** Nothing is carried on across a gap. */
  void interrupt() {
    before = 0;
    carried = 0;
  }

  void write(ByteBuffer out) {
    out.put((byte) count).putFloat(before).putFloat(carried).putFloat(product).putFloat(square);
    jump.write(out);
    Floats.write(out, residuals);
    Floats.write(out, sumScales);
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if it holds more residuals than can be
   */
  void read(ByteBuffer in) {
    count = in.get();
    if (count < 0 || count > KEPT) {
      throw new IllegalArgumentException("baseline state has " + count + " recent residuals");
    }
    before = in.getFloat();
    carried = in.getFloat();
    product = in.getFloat();
    square = in.getFloat();
    jump.read(in);
    Floats.read(in, residuals);
    Floats.read(in, sumScales);
  }

  /** Version 1 kept the residuals only. */
  void readVersion1(ByteBuffer stored, long learned) {
    count = (int) Math.min(learned, KEPT);
    for (int i = 0; i < count; i++) {
      residuals[i] = (float) Math.clamp(stored.getFloat(), -CLIP, CLIP);
    }
  }
}

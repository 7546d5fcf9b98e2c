package dev.tidemark.contract.surprise;

import java.util.List;

/**
 * How often surprises of each size come in one series. Between the rungs of a ladder of sizes, the
 * logarithm of the frequency falls in straight lines; above the last rung the last slope goes on.
 *
 * <pre>
 *   -ln frequency(size) = first * size / 4                                    up to size 4
 *                       = first + sum over rungs passed of slope * (size within the rung)
 * </pre>
 */
public final class Calibration {

  private static final double[] RUNGS = {4, 5.5, 7, 8.5, 10, 12, 14, 17, 20, 25};

  // So small that a waiting time is still finite at any bucket span.
  private static final double LEAST = 1e-300;

  /** A series of which nothing is known: surprises come as often as their size says. */
  public static final Calibration UNKNOWN =
      new Calibration(4.36f, new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1});

  private final float first;
  private final float[] slopes;

  private Calibration(float first, float[] slopes) {
    this.first = first;
    this.slopes = slopes;
  }

  /**
   * A series' own calibration.
   *
   * @param first {@code -ln} of the share of buckets in which a surprise above the first rung
   *     begins, at least 0
   * @param slopes of {@code -ln} frequency by size, between each two rungs, above 0
   * @throws IllegalArgumentException if there are too many or too few, or one is not in its range;
   *     the message says which
   */
  public static Calibration of(float first, List<Float> slopes) {
    if (!(first >= 0) || Float.isInfinite(first)) {
      throw new IllegalArgumentException("first " + first + " is not finite and at least 0");
    }
    if (slopes.size() != steps()) {
      throw new IllegalArgumentException(
          slopes.size() + " slopes, there must be one between each two rungs: " + steps());
    }
    float[] copy = new float[slopes.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = slopes.get(i);
      if (!(copy[i] > 0) || Float.isInfinite(copy[i])) {
        throw new IllegalArgumentException(
            "slopes[" + i + "] " + copy[i] + " is not finite and above 0");
      }
    }
    return new Calibration(first, copy);
  }

  /** How many slopes there are: one less than rungs. */
  public static int steps() {
    return RUNGS.length - 1;
  }

  /** The size at a rung. */
  public static double rung(int index) {
    return RUNGS[index];
  }

  /**
   * Share of buckets in which a surprise at least this large begins.
   *
   * @param size at least 0
   * @return in (0, 1]; never rises with the size
   */
  public double frequency(double size) {
    return Math.max(LEAST, StrictMath.exp(-negativeLog(size)));
  }

  private double negativeLog(double size) {
    if (size <= RUNGS[0]) {
      return first * size / RUNGS[0];
    }
    double sum = first;
    int last = slopes.length - 1;
    for (int i = 0; i < last; i++) {
      if (size <= RUNGS[i + 1]) {
        return sum + slopes[i] * (size - RUNGS[i]);
      }
      sum += slopes[i] * (RUNGS[i + 1] - RUNGS[i]);
    }
    return sum + slopes[last] * (size - RUNGS[last]);
  }
}

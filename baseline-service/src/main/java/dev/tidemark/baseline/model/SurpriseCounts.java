package dev.tidemark.baseline.model;

import dev.tidemark.contract.surprise.Calibration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How often surprises of each size have come on one side of a series. Buckets in a row above the
 * first rung are one surprise and count once, by their peak. What most series show counts as a
 * prior that some ten thousand own buckets outweigh, so that single anomalies hardly teach, yet a
 * series that is wilder or calmer than most is known as such.
 */
final class SurpriseCounts {

  static final int BYTES = Float.BYTES * (3 + 2 * Calibration.steps()) + 2 * Integer.BYTES;

  private static final int APART = 4;
  // From this size on a surprise counts as told: sums begin anew.
  private static final double TOLD = 7;
  private static final float MOST_BUCKETS = 200_000;
  private static final float MOST_PEAKS = 4_000;
  // Share of buckets in which a surprise above the first rung begins, in most series, and how many
  // buckets that counts as.
  private static final double PRIOR_SHARE = 0.6;
  private static final double PRIOR_BUCKETS = 10_000;
  private static final double PRIOR_BEGUN =
      PRIOR_BUCKETS * PRIOR_SHARE * StrictMath.exp(-Calibration.rung(0));
  // How many peaks the prior slope between two rungs counts as: most in a young series.
  private static final double PRIOR_PEAKS = 1_000;
  private static final double LEAST_PRIOR_PEAKS = 10;
  private static final double PRIOR_FADES = 10_000;
  // And how it fades faster later on: what comes once in years a series teaches itself in decades.
  private static final double LATER = 0.125;
  private static final double LEAST_SLOPE = 0.1;
  // The prior fades in steps of so many buckets, so that slopes need not be computed anew for each.
  private static final float STEP = 64;

  private float buckets;
  private float begun;
  private final float[] reached = new float[Calibration.steps()];
  private final float[] passed = new float[Calibration.steps()];

  /** Peak of the surprise that is still going on; 0 while there is none. */
  private float peak;

  private int sinceLast = APART + 1;

  /** Follow from the counts; empty when they are to be computed. */
  private List<Float> slopes = List.of();

  /** Buckets since the last surprise was told: sums do not reach further back. */
  private int reach;

  int reach() {
    return reach;
  }

  /**
   * Learns a bucket.
   *
   * @param size size of its surprise on this side
   */
  void learn(double size) {
    reach = size > TOLD ? 0 : Math.min(reach + 1, RecentPast.KEPT);
    if (buckets < MOST_BUCKETS) {
      buckets++;
      if (buckets % STEP == 0) {
        slopes = List.of();
      }
    } else {
      begun *= 1 - 1 / MOST_BUCKETS;
    }
    sinceLast = Math.min(sinceLast + 1, APART + 1);
    if (size > Calibration.rung(0)) {
      if (peak == 0) {
        begun++;
      }
      peak = Math.max(peak, (float) size);
      sinceLast = 0;
    } else if (peak > 0 && sinceLast > APART) {
      count();
      peak = 0;
    }
  }

  private void count() {
    slopes = List.of();
    for (int k = 0; k < reached.length && peak > Calibration.rung(k); k++) {
      if (reached[k] >= MOST_PEAKS) {
        reached[k] *= 1 - 1 / MOST_PEAKS;
        passed[k] *= 1 - 1 / MOST_PEAKS;
      }
      reached[k]++;
      passed[k] += peak > Calibration.rung(k + 1) ? 1 : 0;
    }
  }

  /** What was before a gap is over: sums do not reach across it. */
  void interrupt() {
    reach = 0;
  }

  /** {@code -ln} of the share of buckets in which a surprise above the first rung begins. */
  float first() {
    double share = (PRIOR_BEGUN + begun) / (PRIOR_BUCKETS + buckets);
    return (float) -StrictMath.log(share);
  }

  /** Slopes of {@code -ln} frequency between the rungs; each has the one before as its prior. */
  List<Float> slopes() {
    if (slopes.isEmpty()) {
      slopes = compute();
    }
    return slopes;
  }

  private List<Float> compute() {
    List<Float> slopes = new ArrayList<>(reached.length);
    double age = StrictMath.floor(buckets / STEP) * STEP;
    double ages = age / PRIOR_FADES;
    double weight = LEAST_PRIOR_PEAKS + PRIOR_PEAKS / (1 + ages + LATER * ages * ages);
    double slope = 1;
    for (int k = 0; k < reached.length; k++) {
      double step = Calibration.rung(k + 1) - Calibration.rung(k);
      double prior = StrictMath.exp(-step * slope);
      double share = (weight * prior + passed[k]) / (weight + reached[k]);
      slope = Math.max(LEAST_SLOPE, -StrictMath.log(share) / step);
      slopes.add((float) slope);
    }
    return List.copyOf(slopes);
  }

  void write(ByteBuffer out) {
    out.putFloat(buckets).putFloat(begun).putFloat(peak).putInt(sinceLast).putInt(reach);
    Floats.write(out, reached);
    Floats.write(out, passed);
  }

  void read(ByteBuffer in) {
    buckets = in.getFloat();
    begun = in.getFloat();
    peak = in.getFloat();
    sinceLast = in.getInt();
    reach = in.getInt();
    Floats.read(in, reached);
    Floats.read(in, passed);
    slopes = List.of();
  }
}

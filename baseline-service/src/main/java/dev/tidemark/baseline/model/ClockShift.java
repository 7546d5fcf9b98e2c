package dev.tidemark.baseline.model;

import java.nio.ByteBuffer;

/**
 * Traffic whose clock has been put an hour on or back: the job's time zone is not that of the
 * people behind the traffic, or they have changed their hours. Two hypotheses, that it comes an
 * hour early and that it comes an hour late, gather evidence against the clock in force, as a
 * cumulative sum of log-likelihood ratios. Residuals are correlated, so what counts is how far each
 * bucket lies from what the one before carries on. A hypothesis that has held in the rises of the
 * profile as well as in its falls moves the clock, so that the whole shape follows at once; a flood
 * in a steep hour shows in one of them only.
 *
 * @see "Page, Continuous Inspection Schemes, Biometrika 1954 (cumulative sums)"
 */
final class ClockShift {

  static final int HOUR_S = 3_600;
  static final int BYTES = Integer.BYTES + Float.BYTES + 2 * Hypothesis.BYTES;

  private static final int DAY_S = 86_400;
  private static final double MEMORY_S = 2 * DAY_S;
  private static final double MOVES = 22;
  private static final double MOVES_EACH = 9;
  // Once a surprise was told, less evidence than moves the clock allows for what the hypothesis
  // explains of the next ones; only where the profile is steep, for the hypothesis has nothing to
  // say elsewhere.
  private static final double ALLOWS = 8;
  private static final double STEEP = 1;
  // A surprise counts as told from about once a week on: half a size less.
  private static final double WEEK_S = 7 * DAY_S;
  private static final double TOLD_MARGIN = 0.5;
  private static final double GONE = 1;

  private static final double MOST_GAIN = 2;
  private static final double CLIP = 6;

  private final double pace;
  private final double fade;
  private final double toldSize;

  private int offsetS;
  private float before;
  private final Hypothesis early = new Hypothesis();
  private final Hypothesis late = new Hypothesis();

  ClockShift(double spanSeconds, double pace) {
    this.pace = pace;
    this.fade = StrictMath.exp(-spanSeconds / MEMORY_S);
    this.toldSize = StrictMath.log(WEEK_S / spanSeconds) - TOLD_MARGIN;
  }

  /** How far the traffic's clock is ahead of the job's. */
  int offsetS() {
    return offsetS;
  }

  /**
   * How far above the centre is explained by another clock, in spreads; at least 0.
   *
   * @param ifEarly where the centre would lie if the traffic came an hour early, in spreads from
   *     where it is
   * @param ifLate the same an hour late
   */
  double allowedAbove(double ifEarly, double ifLate) {
    return Math.max(early.allowed(ifEarly), late.allowed(ifLate));
  }

  /** The same below the centre, as a positive number. */
  double allowedBelow(double ifEarly, double ifLate) {
    return Math.max(early.allowed(-ifEarly), late.allowed(-ifLate));
  }

  /**
   * Learns a bucket.
   *
   * @param residual its residual
   * @param ifEarly where the centre would lie if the traffic came an hour early
   * @param ifLate the same an hour late
   * @param size size of its surprise
   * @param share share of a residual that is carried on into the next
   * @param deviation usual distance from what was carried on, in spreads
   * @return whether the clock has been moved
   */
  boolean learn(
      double residual, double ifEarly, double ifLate, double size, double share, double deviation) {
    double loss = Profile.loss((residual - share * before) / deviation);
    early.learn(loss, residual, ifEarly, size, share, deviation);
    late.learn(loss, residual, ifLate, size, share, deviation);
    before = (float) Math.clamp(residual, -CLIP, CLIP);
    if (early.moves()) {
      move(HOUR_S, early);
    } else if (late.moves()) {
      move(-HOUR_S, late);
    } else {
      return false;
    }
    return true;
  }

  private void move(int byS, Hypothesis proved) {
    offsetS = (offsetS + byS) % DAY_S;
    float old = before;
    before = proved.before;
    early.reset(byS > 0 ? before : old);
    late.reset(byS > 0 ? old : before);
  }

  /** Nothing is carried on across a gap. */
  void interrupt() {
    before = 0;
    early.before = 0;
    late.before = 0;
  }

  void write(ByteBuffer out) {
    out.putInt(offsetS).putFloat(before);
    early.write(out);
    late.write(out);
  }

  void read(ByteBuffer in) {
    offsetS = in.getInt();
    before = in.getFloat();
    early.read(in);
    late.read(in);
  }

  /** That the clock should be another one. */
  private final class Hypothesis {

    static final int BYTES = 3 * Float.BYTES + 1;

    /** Evidence from where the profile would be higher, and from where it would be lower. */
    private float rises;

    private float falls;
    private float before;
    private boolean told;

    double allowed(double distance) {
      return told && rises + falls > ALLOWS && distance > STEEP ? distance : 0;
    }

    boolean moves() {
      return rises + falls > MOVES && Math.min(rises, falls) >= MOVES_EACH;
    }

    void learn(
        double loss,
        double residual,
        double distance,
        double size,
        double share,
        double deviation) {
      told = size > toldSize || (told && rises + falls >= GONE);
      double beside = residual - distance;
      double other = Profile.loss((beside - share * before) / deviation);
      double gain = pace * Math.clamp(loss - other, -MOST_GAIN, MOST_GAIN);
      before = (float) Math.clamp(beside, -CLIP, CLIP);
      rises *= (float) fade;
      falls *= (float) fade;
      if (distance > 0) {
        rises += (float) gain;
      } else {
        falls += (float) gain;
      }
      // What is lost on one side is lost to the hypothesis.
      float lost = Math.min(0, Math.min(rises, falls));
      rises = Math.max(0, rises < 0 ? 0 : rises + lost);
      falls = Math.max(0, falls < 0 ? 0 : falls + lost);
    }

    void reset(float carried) {
      rises = 0;
      falls = 0;
      before = carried;
    }

    void write(ByteBuffer out) {
      out.putFloat(rises).putFloat(falls).putFloat(before).put((byte) (told ? 1 : 0));
    }

    void read(ByteBuffer in) {
      rises = in.getFloat();
      falls = in.getFloat();
      before = in.getFloat();
      told = in.get() != 0;
    }
  }
}

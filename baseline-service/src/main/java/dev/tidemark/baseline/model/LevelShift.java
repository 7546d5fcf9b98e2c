package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.nio.ByteBuffer;

/**
 * A surprise that lasts. Once told, a run of buckets on one side is news no longer: what it has
 * shown is allowed for while it lasts. If it lasts for hours it is a new level, and the level
 * follows; the one that was left is allowed for some days more, so that a holiday's end is no
 * surprise.
 */
final class LevelShift {

  static final int BYTES = 4 * Float.BYTES + 2 * Integer.BYTES + Long.BYTES;

  private static final double RUN_RESIDUAL = 2;
  private static final int RUN_BUCKETS = 4;
  private static final double RUN_S = 3_600;
  // So surprising must a run have been that it is news no longer; else it must last longer. Traffic
  // falls away more readily than it rises.
  private static final double TOLD_ABOVE = 8;
  private static final double TOLD_BELOW = 6;
  private static final int LONG_RUN_BUCKETS = 32;
  private static final double LONG_RUN_S = 8 * 3_600;

  private static final double FOLLOW_RATE = 0.3;
  private static final double FADE = 0.85;
  private static final double GONE = 1;

  private static final double NEW_LEVEL_S = 8 * 3_600;
  private static final int NEW_LEVEL_BUCKETS = 16;
  private static final double MOVE_RATE = 0.1;
  private static final double MOVED = 0.5;
  private static final long REMEMBER_S = 3 * 86_400;
  private static final long LAPSES_S = 86_400;

  private static final double CLIP = 4;

  private final double spanSeconds;
  private final int runLength;

  /** Buckets in a row with a large residual on one side; negative when below. */
  private int run;

  /** Sum of their distances from the centre, on the series' scale. */
  private float runSum;

  private float runSize;

  /** Distance from the centre that lasts, on the series' scale; 0 while there is none. */
  private float offset;

  private int inForce;

  /** Where the level that was left lies beside the present one, on the series' scale. */
  private float left;

  private long leftAtS;

  LevelShift(BucketSpan span) {
    this.spanSeconds = span.seconds();
    this.runLength = (int) Math.max(RUN_BUCKETS, RUN_S / span.seconds());
  }

  boolean active() {
    return offset != 0;
  }

  /** Whether the level has shifted within the last days or is taken to be shifting. */
  boolean recent(long start) {
    return offset != 0 || remembers(start);
  }

  private boolean remembers(long start) {
    return left != 0 && start - leftAtS <= REMEMBER_S;
  }

  double allowedAbove(long start, double scale, long gapS) {
    return Math.max(0, Math.max(lasting(gapS), remembers(start) ? left : 0)) / scale;
  }

  double allowedBelow(long start, double scale, long gapS) {
    return Math.max(0, -Math.min(lasting(gapS), remembers(start) ? left : 0)) / scale;
  }

  private double lasting(long gapS) {
    return gapS > LAPSES_S ? 0 : offset;
  }

  /** The distance from the centre in force, 0 while there is none. */
  double offset() {
    return offset;
  }

  /**
   * Learns a bucket.
   *
   * @param error its distance from the centre, on the series' scale
   * @param size size of its surprise on that side
   * @param scale the spread
   * @return by how much the level moves now, on the series' scale
   */
  double learn(long start, double error, double size, double scale) {
    if (left != 0 && !remembers(start)) {
      left = 0;
    }
    if (offset == 0) {
      learnRun(error, size, scale);
      return 0;
    }
    follow(error, scale);
    return move(start, scale);
  }

  /** What came before a gap is no longer a run; after a long one nothing lasts any more. */
  void interrupt(long gapS) {
    endRun();
    if (gapS > LAPSES_S) {
      over();
    }
  }

  private void endRun() {
    run = 0;
    runSum = 0;
    runSize = 0;
  }

  private void learnRun(double error, double size, double scale) {
    int side = Math.abs(error) > RUN_RESIDUAL * scale ? (error > 0 ? 1 : -1) : 0;
    if (side == 0 || side == -Integer.signum(run)) {
      endRun();
      return;
    }
    run += side;
    runSum += (float) error;
    runSize = Math.max(runSize, (float) size);
    int length = Math.abs(run);
    boolean longRun = length >= LONG_RUN_BUCKETS && length * spanSeconds >= LONG_RUN_S;
    boolean told = runSize >= (run > 0 ? TOLD_ABOVE : TOLD_BELOW);
    if (length >= runLength && (told || longRun)) {
      offset = runSum / length;
      inForce = 0;
      endRun();
    }
  }

  private void follow(double error, double scale) {
    boolean lasts = offset > 0 ? error > offset / 2 : error < offset / 2;
    if (lasts) {
      offset += (float) (FOLLOW_RATE * Math.clamp(error - offset, -CLIP * scale, CLIP * scale));
      inForce++;
      return;
    }
    offset *= (float) FADE;
    inForce = Math.max(0, inForce - 2);
    if (Math.abs(offset) < GONE * scale) {
      over();
    }
  }

  private double move(long start, double scale) {
    if (inForce < NEW_LEVEL_BUCKETS || inForce * spanSeconds <= NEW_LEVEL_S) {
      return 0;
    }
    double moved = MOVE_RATE * offset;
    offset -= (float) moved;
    left -= (float) moved;
    leftAtS = start;
    if (Math.abs(offset) < MOVED * scale) {
      over();
    }
    return moved;
  }

  private void over() {
    offset = 0;
    inForce = 0;
  }

  void write(ByteBuffer out) {
    out.putInt(run).putFloat(runSum).putFloat(runSize).putFloat(offset).putInt(inForce);
    out.putFloat(left).putLong(leftAtS);
  }

  void read(ByteBuffer in) {
    run = in.getInt();
    runSum = in.getFloat();
    runSize = in.getFloat();
    offset = in.getFloat();
    inForce = in.getInt();
    left = in.getFloat();
    leftAtS = in.getLong();
  }
}

package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The centre of a series on its scale: level, daily and weekly profile in error-correction form.
 * Three experts compete: the level alone, the level with the daily profile, and with both. Each has
 * predicted before it learns; a profile is in force by how much better its expert has predicted
 * lately, so that seasonality switches on when it has proved itself, and off again.
 *
 * @see "Hyndman et al., Forecasting with Exponential Smoothing, 2008 (error-correction form)"
 */
final class Profile {

  private static final double DAY_S = 86_400;
  private static final int HOUR_S = 3_600;

  // Rates: of the level a bucket of 15 minutes, of the profiles a day or a week.
  private static final double LEVEL_RATE = 0.015;
  private static final double DAILY_RATE = 0.15;
  private static final double WEEKLY_RATE = 0.20;
  private static final double NEIGHBOUR_SHARE = 0.10;
  // A weekly profile needs a week to be learned, and is trusted in full after two.
  private static final double WEEKLY_FROM_DAYS = 7;
  private static final double WEEKLY_PHASE_DAYS = 7;

  private static final double LOSS_MEMORY_DAYS = 14;
  private static final double LOSS_UNIT = 0.1;
  // Most traffic has a rhythm: a profile may be this many units behind before it is doubted.
  private static final double PATIENCE = 1;
  private static final double MOST_ODDS = 30;
  private static final double IN_FORCE = 0.5;
  private static final double UNUSED = 0.01;
  // A shift takes many steps; none may be large.
  private static final double CLEAR = 4;
  private static final double LEAST_SHIFT = 0.8;
  private static final double MOST_SHIFT = 1.25;
  // A first value at a time when siblings rest says little of the level.
  private static final double LEAST_PART = 0.2;

  private final LocalSlots slots;
  private final double spanSeconds;
  private final double pace;
  private final double dailyRate;
  private final double weeklyRate;

  private float level;
  private final float[] daily;
  private final float[] weekly;
  private float levelLoss;
  private float dailyLoss;
  private float weeklyLoss;

  Profile(BucketSpan span, LocalSlots slots, double pace) {
    this.slots = slots;
    this.spanSeconds = span.seconds();
    this.pace = pace;
    this.dailyRate = perBucket(DAILY_RATE);
    this.weeklyRate = perBucket(WEEKLY_RATE);
    this.daily = new float[LocalSlots.slotsPerDay(span)];
    this.weekly = new float[LocalSlots.slotsPerWeek(span)];
  }

  private double perBucket(double rate) {
    return 1 - StrictMath.pow(1 - rate, 1 / slots.bucketsPerSlot());
  }

  float level() {
    return level;
  }

  /** How far a slot of both profiles lies from the level, in levels. */
  double relative(int weeklySlot) {
    return (daily[weeklySlot % daily.length] + weekly[weeklySlot]) / level;
  }

  /** Adds a part of its profiles and of how they have proved themselves, in levels, to a mean. */
  void addTo(SharedShape mean, double part) {
    mean.add(daily, weekly, part / level);
    mean.addGains(part * (levelLoss - dailyLoss), part * (dailyLoss - weeklyLoss));
  }

  /** Takes over a shape, for a level of 1. */
  void borrow(SharedShape shape) {
    shape.copyTo(daily, weekly);
    levelLoss = shape.dailyGain() + shape.weeklyGain();
    dailyLoss = shape.weeklyGain();
  }

  /**
   * Begins with a first value.
   *
   * @param borrowed whether there is a shape, for a level of 1: the value is the level's times that
   */
  void begin(long start, double y, boolean borrowed) {
    level = 1;
    if (borrowed) {
      grow(levelAt(start, y));
    } else {
      level = (float) y;
      forget();
    }
  }

  private void forget() {
    Arrays.fill(daily, 0);
    Arrays.fill(weekly, 0);
    levelLoss = 0;
    dailyLoss = 0;
    weeklyLoss = 0;
  }

  /**
   * One of the first buckets says where the level is: a borrowed shape needs nothing else to begin.
   * The second bucket outdoes the first one, which mostly is a part of a bucket only.
   *
   * @param learned how many there were before, at least 1
   * @return by what the shape has grown
   */
  double beginAgain(long start, double y, long learned) {
    double here = levelAt(start, y);
    double wanted = learned == 1 ? Math.max(level, here) : level + (here - level) / learned;
    double factor = level > 0 ? wanted / level : 1;
    grow(factor);
    return factor;
  }

  /** Where a level must lie for the shape to show a value. */
  private double levelAt(long start, double y) {
    double shape =
        1 + seasonal(start, dailyWeight(), weeklyWeight(0, true)) / Math.max(1e-30, level);
    return y / Math.max(LEAST_PART, shape);
  }

  private void grow(double factor) {
    level *= (float) factor;
    growShape(factor);
  }

  /** How far the daily profile is trusted, in [0, 1]. */
  double dailyWeight() {
    return daily.length > 1 ? odds(levelLoss - dailyLoss) : 0;
  }

  /** How far the weekly profile is trusted, in [0, 1]; one that is borrowed from the start. */
  double weeklyWeight(double days, boolean borrowed) {
    double phase = borrowed ? 1 : Math.clamp((days - WEEKLY_FROM_DAYS) / WEEKLY_PHASE_DAYS, 0, 1);
    return phase == 0 ? 0 : phase * odds(dailyLoss - weeklyLoss);
  }

  static boolean inForce(double weight) {
    return weight > IN_FORCE;
  }

  private static double odds(double gain) {
    double units = Math.clamp(gain / LOSS_UNIT + PATIENCE, -MOST_ODDS, MOST_ODDS);
    return 1 / (1 + StrictMath.exp(-units));
  }

  /** The centre of a bucket, at least 0. */
  double location(long start, double dailyWeight, double weeklyWeight) {
    return Math.max(0, level + seasonal(start, dailyWeight, weeklyWeight));
  }

  /** How much the profiles change within the hour before or after, at least 0. */
  double slope(long start, double dailyWeight, double weeklyWeight) {
    if (daily.length < LocalSlots.HOURS) {
      return 0;
    }
    double here = seasonal(start, dailyWeight, weeklyWeight);
    return Math.max(
        Math.abs(seasonal(start + HOUR_S, dailyWeight, weeklyWeight) - here),
        Math.abs(seasonal(start - HOUR_S, dailyWeight, weeklyWeight) - here));
  }

  /**
   * How far the centre an hour on or back lies above the one of now; 0 when slots are longer.
   *
   * @param location the centre of now
   * @param byS an hour in seconds, negative when back
   */
  double hourAway(long start, double location, int byS, double dailyWeight, double weeklyWeight) {
    if (daily.length < LocalSlots.HOURS) {
      return 0;
    }
    return location(start + byS, dailyWeight, weeklyWeight) - location;
  }

  private double seasonal(long start, double dailyWeight, double weeklyWeight) {
    return dailyWeight * daily[slots.daily(start)] + weeklyWeight * weekly[slots.weekly(start)];
  }

  /**
   * The level moves to where it has shifted, and the shape grows with it: twice the traffic swings
   * twice as far.
   *
   * @param by how far the centre moves
   * @param location where it was
   * @param scale the spread: near zero the shape is mostly noise, which must not grow
   */
  void shift(double by, double location, double scale) {
    if (location < CLEAR * scale) {
      level += (float) by;
      return;
    }
    double factor = Math.clamp(1 + by / location, LEAST_SHIFT, MOST_SHIFT);
    // What the shape may not grow by at once, the level goes alone.
    level = (float) (factor * level + by - (factor - 1) * location);
    growShape(factor);
  }

  private void growShape(double factor) {
    Floats.scale(daily, factor);
    Floats.scale(weekly, factor);
  }

  /**
   * The level follows an error, quickly in a young series.
   *
   * @param proportional whether the shape grows and shrinks with it: a borrowed one does while the
   *     level is hardly known
   */
  void learnLevel(double error, long learned, boolean proportional) {
    float before = level;
    level += (float) (Math.max(LEVEL_RATE * pace, 1.0 / (learned + 1)) * error);
    if (proportional && before > 0) {
      growShape(Math.clamp(level / before, LEAST_SHIFT, MOST_SHIFT));
    }
  }

  /** How well each expert has predicted, before any learns. */
  void learnLosses(long start, double y, double scale, double days) {
    double memory =
        Math.min(days * DAY_S / spanSeconds + 1, LOSS_MEMORY_DAYS * DAY_S / spanSeconds);
    double error = y - level;
    levelLoss += (float) ((loss(error / scale) - levelLoss) / memory);
    error -= daily[slots.daily(start)];
    dailyLoss += (float) ((loss(error / scale) - dailyLoss) / memory);
    error -= weekly[slots.weekly(start)];
    weeklyLoss += (float) ((loss(error / scale) - weeklyLoss) / memory);
  }

  /** Negative log-likelihood of Student's t with 5 degrees of freedom, but for a constant. */
  static double loss(double residual) {
    return 3 * StrictMath.log1p(residual * residual / 5);
  }

  /** Error of the expert that trusts both profiles in full. */
  double fullError(long start, double y) {
    return y - level - daily[slots.daily(start)] - weekly[slots.weekly(start)];
  }

  /**
   * The profiles learn.
   *
   * @param error what the prediction lacked
   * @param fullError what it would have lacked with both profiles in full: while the weekly one is
   *     not in force, it learns from that
   */
  void learnShape(long start, double error, double fullError, double days, double weeklyWeight) {
    if (daily.length > 1) {
      spread(daily, slots.daily(start), youngDailyRate(days) * error);
    }
    double teaching = weeklyWeight > UNUSED ? error : fullError;
    spread(weekly, slots.weekly(start), weeklyRate * teaching);
  }

  /** What a person says was expected teaches at full weight: the whole error, never cut. */
  void expect(long start, double error) {
    spread(weekly, slots.weekly(start), weeklyRate * error);
  }

  private double youngDailyRate(double days) {
    double young = 1 / (days + 2);
    return young > DAILY_RATE ? perBucket(young) : dailyRate;
  }

  /** Neighbouring slots learn a little of it too. */
  private static void spread(float[] profile, int slot, double step) {
    int n = profile.length;
    profile[slot] += (float) ((1 - 2 * NEIGHBOUR_SHARE) * step);
    profile[(slot + 1) % n] += (float) (NEIGHBOUR_SHARE * step);
    profile[(slot + n - 1) % n] += (float) (NEIGHBOUR_SHARE * step);
  }

  static int bytes(BucketSpan span) {
    return Float.BYTES * (4 + LocalSlots.slotsPerDay(span) + LocalSlots.slotsPerWeek(span));
  }

  void write(ByteBuffer out) {
    out.putFloat(level).putFloat(levelLoss).putFloat(dailyLoss).putFloat(weeklyLoss);
    Floats.write(out, daily);
    Floats.write(out, weekly);
  }

  void read(ByteBuffer in) {
    level = in.getFloat();
    levelLoss = in.getFloat();
    dailyLoss = in.getFloat();
    weeklyLoss = in.getFloat();
    Floats.read(in, daily);
    Floats.read(in, weekly);
  }

  /** Version 1 knew no losses: its profiles are taken to have proved themselves. */
  void readVersion1(float storedLevel, ByteBuffer in) {
    level = storedLevel;
    levelLoss = 3;
    dailyLoss = 2;
    weeklyLoss = 1;
    Floats.read(in, daily);
    Floats.read(in, weekly);
  }
}

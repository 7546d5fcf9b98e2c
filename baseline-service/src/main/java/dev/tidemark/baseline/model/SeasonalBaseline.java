package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Level, daily and weekly profile in error-correction form on the scale {@code y = x^0.4}, where
 * traffic spreads evenly, with a robust spread, half of it by hour of day. One residual teaches at
 * most what three standard deviations teach. A residual that stays cut on one side for a long time
 * is a new level: the level follows, the profiles stay.
 *
 * @see "Hyndman et al., Forecasting with Exponential Smoothing, 2008 (error-correction form)"
 */
final class SeasonalBaseline implements Baseline {

  private static final double POWER = 0.4;
  private static final double DAY_S = 86_400;
  private static final double REFERENCE_SPAN_S = 900;

  // Rates: of the level a bucket of 15 minutes, of the profiles a day or a week.
  private static final double LEVEL_RATE = 0.015;
  private static final double DAILY_RATE = 0.15;
  private static final double WEEKLY_RATE = 0.20;
  private static final double NEIGHBOUR_SHARE = 0.10;
  private static final double WEEKLY_FROM_DAYS = 7;
  private static final double WEEKLY_PHASE_DAYS = 14;

  private static final double SCALE_RATE = 0.002;
  private static final double HOUR_RATE = 0.01;
  private static final double HOUR_WEIGHT = 0.6;
  private static final double CLIP = 3;
  private static final double SPREAD_CLIP = 2;
  // Mean of absolute residuals cut at two standard deviations, to standard deviation: for a normal
  // distribution.
  private static final double DEVIATION_TO_SD = 1.28;
  // More residuals cut than this, among the last thousand, are no exceptions.
  private static final double MANY_CUTS = 0.08;
  private static final double CUT_MEMORY = 1_000;
  private static final double CUT_RATE = 0.1;
  private static final double START_DEVIATION = 0.15;
  private static final double START_WIDENING = 4;
  private static final double RELATIVE_FLOOR = 0.01;
  private static final double SMALL_MEAN = 0.6;
  // Far above any traffic, well inside what floats can hold.
  private static final double HIGHEST = 1e30;
  private static final double FARTHEST = 1e6;

  // A residual cut on one side for so long, in buckets and in time, is a new level.
  private static final int SHIFT_BUCKETS = 32;
  private static final double SHIFT_S = 8 * 3_600;
  private static final double SHIFT_RATE = 0.15;
  private static final double SHIFT_CLIP = 10;

  private static final double TAIL_THRESHOLD = 1.7;
  private static final double TAIL_START_SHARE = 0.04;
  private static final double TAIL_START_EXCESS = 0.33;
  private static final double TAIL_MEMORY = 4_000;
  private static final double TAIL_EXCESS_MEMORY = 150;
  private static final double TAIL_EXCESS_CAP = 1.7;

  private final LocalSlots slots;
  private final SeriesState state;
  private final double pace;
  private final double dailyRate;
  private final double weeklyRate;
  private final int shiftRun;

  SeasonalBaseline(BucketSpan span, ZoneId zone, SeriesState state) {
    this.slots = new LocalSlots(span, zone);
    this.state = state;
    // Shorter buckets learn less each, so that the memory in hours stays; longer ones cannot wait
    // as long as that.
    double ratio = span.seconds() / REFERENCE_SPAN_S;
    this.pace = ratio < 1 ? ratio : StrictMath.sqrt(ratio);
    this.dailyRate = perBucket(DAILY_RATE, slots.bucketsPerSlot());
    this.weeklyRate = perBucket(WEEKLY_RATE, slots.bucketsPerSlot());
    this.shiftRun = (int) Math.max(SHIFT_BUCKETS, SHIFT_S / span.seconds());
  }

  private static double perBucket(double rate, double buckets) {
    return 1 - StrictMath.pow(1 - rate, 1 / buckets);
  }

  @Override
  public Prediction predict(Instant bucketStart) {
    long start = bucketStart.getEpochSecond();
    if (state.learned == 0) {
      return new Prediction(POWER, 0, 1, 0, 0, 0, false, false);
    }
    double location = location(start);
    double typical = StrictMath.pow(location, 1 / POWER);
    long history = start - state.firstBucketS;
    return new Prediction(
        POWER,
        location,
        scale(start, location, typical),
        typical,
        state.learned,
        history,
        state.daily.length > 1 && history >= DAY_S,
        weeklyPhase(start) > 0);
  }

  private double location(long start) {
    double sum =
        state.level
            + state.daily[slots.daily(start)]
            + weeklyPhase(start) * state.weekly[slots.weekly(start)];
    return Math.max(0, sum);
  }

  private double weeklyPhase(long start) {
    double days = days(start);
    return Math.clamp((days - WEEKLY_FROM_DAYS) / WEEKLY_PHASE_DAYS, 0, 1);
  }

  private double days(long start) {
    return (double) (start - state.firstBucketS) / DAY_S;
  }

  private double scale(long start, double location, double typical) {
    double hour = state.hourDeviation[slots.hour(start)];
    double deviation =
        hour == 0 ? state.deviation : (1 - HOUR_WEIGHT) * state.deviation + HOUR_WEIGHT * hour;
    double widening = 1 + START_WIDENING / (state.learned + 1);
    return Math.max(DEVIATION_TO_SD * deviation * widening, floor(location, typical));
  }

  /**
   * The least spread that can be believed: a share of the centre, and for counts that of a Poisson
   * distribution.
   */
  private double floor(double location, double typical) {
    double relative = POWER * RELATIVE_FLOOR * location;
    double poisson = state.fractional ? 0 : poissonSpread(Math.max(1, typical));
    return Math.max(1e-6, Math.max(relative, poisson));
  }

  /**
   * Standard deviation of a Poisson count's power, within a tenth: the delta method, corrected for
   * small means.
   */
  private static double poissonSpread(double mean) {
    return POWER * StrictMath.pow(mean, POWER - 0.5) * (1 + SMALL_MEAN / mean);
  }

  @Override
  public ScoreContext context() {
    List<Float> recent = new ArrayList<>(SeriesState.RESIDUALS);
    for (int i = 0; i < state.residualCount(); i++) {
      recent.add(state.residuals[i]);
    }
    return new ScoreContext(
        recent,
        (float) TAIL_THRESHOLD,
        state.tailShare,
        state.tailMeanExcess,
        (float) Math.min((double) state.learned, TAIL_MEMORY));
  }

  @Override
  public void learn(Instant bucketStart, double actual) {
    long start = bucketStart.getEpochSecond();
    check(start, actual);
    state.fractional |= actual != StrictMath.rint(actual);
    double y = Math.min(HIGHEST, StrictMath.pow(actual, POWER));
    if (state.learned == 0) {
      begin(start, y);
    } else {
      Prediction prediction = predict(bucketStart);
      follow(start, y - prediction.location(), prediction.scale());
    }
    state.lastBucketS = start;
    state.learned++;
  }

  /** One step of both profiles with the whole error, where learning cuts it. */
  @Override
  public void expect(Instant bucketStart, double actual) {
    check(actual);
    if (state.learned == 0) {
      return;
    }
    long start = bucketStart.getEpochSecond();
    double error = Math.min(HIGHEST, StrictMath.pow(actual, POWER)) - location(start);
    if (state.daily.length > 1) {
      spread(state.daily, slots.daily(start), dailyRate * error);
    }
    spread(state.weekly, slots.weekly(start), weeklyRate * error);
  }

  private static void check(double actual) {
    if (!Double.isFinite(actual) || actual < 0) {
      throw new IllegalArgumentException("actual " + actual + " is not finite and at least 0");
    }
  }

  private void check(long start, double actual) {
    check(actual);
    if (state.learned > 0 && start <= state.lastBucketS) {
      throw new IllegalArgumentException(
          "bucket " + start + " is not after the last one learned, " + state.lastBucketS);
    }
  }

  private void begin(long start, double y) {
    state.firstBucketS = start;
    state.level = (float) y;
    state.deviation = (float) Math.max(START_DEVIATION * y, 1e-6);
    state.tailShare = (float) TAIL_START_SHARE;
    state.tailMeanExcess = (float) TAIL_START_EXCESS;
  }

  private void follow(long start, double error, double scale) {
    double clipped = Math.clamp(error, -CLIP * scale, CLIP * scale);
    learnRun(error, clipped);
    if (Math.abs(state.run) > shiftRun) {
      double bounded = Math.clamp(error, -SHIFT_CLIP * scale, SHIFT_CLIP * scale);
      state.level += (float) (SHIFT_RATE * bounded);
    } else {
      learnCentre(start, clipped);
    }
    learnSpread(start, Math.min(Math.abs(error), SPREAD_CLIP * scale));
    learnCuts(start, Math.abs(error), scale);
    double residual = Math.clamp(error / scale, -FARTHEST, FARTHEST);
    learnTail(residual);
    state.push((float) residual);
  }

  private void learnRun(double error, double clipped) {
    int sign = error == clipped ? 0 : error > 0 ? 1 : -1;
    state.run = sign == 0 ? 0 : Integer.signum(state.run) == sign ? state.run + sign : sign;
  }

  private void learnCentre(long start, double error) {
    double levelRate = Math.max(LEVEL_RATE * pace, 1.0 / (state.learned + 1));
    state.level += (float) (levelRate * error);
    if (state.daily.length > 1) {
      double young = perBucket(1 / (days(start) + 2), slots.bucketsPerSlot());
      spread(state.daily, slots.daily(start), Math.max(dailyRate, young) * error);
    }
    spread(state.weekly, slots.weekly(start), weeklyRate * error);
  }

  /** Neighbouring slots learn a little of it too. */
  private static void spread(float[] profile, int slot, double step) {
    int n = profile.length;
    profile[slot] += (float) ((1 - 2 * NEIGHBOUR_SHARE) * step);
    profile[(slot + 1) % n] += (float) (NEIGHBOUR_SHARE * step);
    profile[(slot + n - 1) % n] += (float) (NEIGHBOUR_SHARE * step);
  }

  private void learnSpread(long start, double deviation) {
    double rate = Math.max(SCALE_RATE * pace, 1.0 / (state.learned + 2));
    state.deviation += (float) (rate * (deviation - state.deviation));
    int hour = slots.hour(start);
    double hourRate =
        Math.max(HOUR_RATE * pace, 1 / ((double) state.learned / LocalSlots.HOURS + 2));
    float before = state.hourDeviation[hour] == 0 ? state.deviation : state.hourDeviation[hour];
    state.hourDeviation[hour] = (float) (before + hourRate * (deviation - before));
  }

  /**
   * A spread that cuts many residuals is too small: traffic that rests most of the time and comes
   * in bursts. It grows until the bursts fit.
   */
  private void learnCuts(long start, double error, double scale) {
    double fitting = error / CLIP;
    boolean cut = fitting > scale;
    double memory = Math.min(state.learned + 1.0, CUT_MEMORY / Math.min(1, pace));
    state.cutShare += (float) (((cut ? 1 : 0) - state.cutShare) / memory);
    if (cut && state.cutShare > MANY_CUTS) {
      float grown = (float) ((scale + CUT_RATE * (fitting - scale)) / DEVIATION_TO_SD);
      int hour = slots.hour(start);
      state.deviation = Math.max(state.deviation, grown);
      state.hourDeviation[hour] = Math.max(state.hourDeviation[hour], grown);
    }
  }

  /**
   * Peaks over threshold, discounted. Buckets in a row above it are one surprise and count once, no
   * higher than a little above what is usual: anomalies must not teach that they are usual.
   */
  private void learnTail(double residual) {
    double weight = Math.min((double) state.learned, TAIL_MEMORY) + 1;
    boolean above = residual > TAIL_THRESHOLD && !(state.residuals[0] > TAIL_THRESHOLD);
    state.tailShare += (float) (((above ? 1 : 0) - state.tailShare) / weight);
    if (above) {
      double excess = Math.min(residual - TAIL_THRESHOLD, TAIL_EXCESS_CAP * state.tailMeanExcess);
      double peaks = Math.min(TAIL_EXCESS_MEMORY, weight * state.tailShare + 20);
      state.tailMeanExcess += (float) ((excess - state.tailMeanExcess) / peaks);
    }
  }

  @Override
  public byte[] encode() {
    return ModelCodec.encode(state);
  }
}

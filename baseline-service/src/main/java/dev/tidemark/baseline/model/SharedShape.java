package dev.tidemark.baseline.model;

import java.util.List;

/**
 * What the shapes of several series have in common, free of their level: the mean of their profiles
 * divided by their levels, less what chance alone would leave of shapes that have nothing in
 * common.
 */
final class SharedShape {

  private final float[] daily;
  private final float[] weekly;
  private float dailyGain;
  private float weeklyGain;
  private double shared;
  private double differing;

  private SharedShape(int dailySlots, int weeklySlots) {
    this.daily = new float[dailySlots];
    this.weekly = new float[weeklySlots];
  }

  /**
   * The shape of at least two series.
   *
   * @param dailySlots slots of a daily profile
   * @param weeklySlots slots of a weekly profile
   */
  static SharedShape of(List<Profile> series, int dailySlots, int weeklySlots) {
    SharedShape shape = new SharedShape(dailySlots, weeklySlots);
    series.forEach(one -> one.addTo(shape, 1.0 / series.size()));
    shape.compare(series);
    return shape;
  }

  void add(float[] dailyProfile, float[] weeklyProfile, double factor) {
    Floats.add(daily, dailyProfile, factor);
    Floats.add(weekly, weeklyProfile, factor);
  }

  void addGains(double ofDaily, double ofWeekly) {
    dailyGain += (float) ofDaily;
    weeklyGain += (float) ofWeekly;
  }

  /** Mean squares over the slots: of the mean shape, and of each series' distance from it. */
  private void compare(List<Profile> series) {
    double common = 0;
    for (int slot = 0; slot < weekly.length; slot++) {
      double mean = daily[slot % daily.length] + weekly[slot];
      common += mean * mean / weekly.length;
      for (Profile one : series) {
        double distance = one.relative(slot) - mean;
        differing += distance * distance / series.size() / weekly.length;
      }
    }
    shared = Math.max(0, common - differing / (series.size() - 1));
    double kept = common == 0 ? 0 : shared / common;
    Floats.scale(daily, kept);
    Floats.scale(weekly, kept);
  }

  /** How far series lie from the shape, in levels: root mean square. */
  double distance() {
    return StrictMath.sqrt(differing);
  }

  /**
   * How much of what shapes a series is common to all, in [0, 1].
   *
   * @param spread of each bucket about its centre, in levels: less cannot tell shapes apart
   */
  double alike(double spread) {
    double common = shared + spread * spread;
    return common == 0 ? 1 : common / (common + differing);
  }

  /** By how much trusting the daily profile has lowered the series' losses. */
  float dailyGain() {
    return dailyGain;
  }

  /** By how much trusting the weekly profile, too, has lowered them further. */
  float weeklyGain() {
    return weeklyGain;
  }

  void copyTo(float[] dailyProfile, float[] weeklyProfile) {
    System.arraycopy(daily, 0, dailyProfile, 0, daily.length);
    System.arraycopy(weekly, 0, weeklyProfile, 0, weekly.length);
  }
}

package dev.tidemark.scoring.score;

/**
 * Student's t distribution with 5 degrees of freedom, scaled to a standard deviation of 1: heavier
 * tails than a normal distribution, in closed form.
 */
final class StudentT5 {

  private static final double DEGREES = 5;
  // Standard deviation of the unscaled distribution: sqrt(5 / 3).
  private static final double SD = 1.2909944487358056;

  private StudentT5() {}

  /** P(Z >= z), in [0, 1]; never increases with z. */
  static double upper(double z) {
    double t = z * SD;
    double angle = StrictMath.atan(Math.abs(t) / StrictMath.sqrt(DEGREES));
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    // Abramowitz and Stegun 26.7.3, odd degrees of freedom.
    double central = 2 / Math.PI * (angle + sin * (cos + 2.0 / 3 * cos * cos * cos));
    double outer = Math.clamp((1 - central) / 2, 0, 0.5);
    return t >= 0 ? outer : 1 - outer;
  }

  /** E(Z - z | Z > z), above 0. */
  static double meanExcess(double z) {
    double upper = upper(z);
    return upper <= 1e-9 ? Math.max(0.1, z / (DEGREES - 1)) : partialMean(z) / upper - z;
  }

  /** Integral of x times the density from z upwards. */
  private static double partialMean(double z) {
    double t = z * SD;
    // Density constant of t with 5 degrees: 8 / (3 pi sqrt(5)).
    double constant = 8 / (3 * Math.PI * StrictMath.sqrt(DEGREES));
    double base = 1 + t * t / DEGREES;
    return constant * DEGREES / (DEGREES - 1) / (base * base) / SD;
  }
}

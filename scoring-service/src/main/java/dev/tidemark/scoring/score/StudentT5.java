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
}

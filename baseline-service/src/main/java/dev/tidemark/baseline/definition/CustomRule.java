package dev.tidemark.baseline.definition;

/**
 * Results that a job does not tell although they are surprising. What is low is measured the other
 * way round: a drop from 1,000 to 100 has a factor of 10 and a minimum to reach of 1,000.
 *
 * @param minimumActual skip below this value, in the detector's unit, of actual, or of typical
 *     where the result is low; 0: no such limit
 * @param minimumFactor skip below this factor of actual over typical, or of typical over actual
 *     where the result is low; 0: no such limit
 */
public record CustomRule(double minimumActual, double minimumFactor) {

  /** Skips nothing. */
  public static final CustomRule NONE = new CustomRule(0, 0);

  /**
   * Checks the limits.
   *
   * @throws InvalidDefinition if one is negative or not finite
   */
  public CustomRule {
    check("/minimum_actual", minimumActual);
    check("/minimum_factor", minimumFactor);
  }

  private static void check(String pointer, double limit) {
    if (!Double.isFinite(limit) || limit < 0) {
      throw new InvalidDefinition(pointer, limit + " is not a finite number of at least 0");
    }
  }
}

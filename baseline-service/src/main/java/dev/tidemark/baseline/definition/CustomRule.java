package dev.tidemark.baseline.definition;

/**
 * Results that a job does not tell although they are surprising.
 *
 * @param minimumActual skip below this actual value, in the detector's unit; 0: no such limit
 * @param minimumFactor skip below this factor of actual over typical; 0: no such limit
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

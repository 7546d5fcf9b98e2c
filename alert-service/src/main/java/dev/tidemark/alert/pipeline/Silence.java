package dev.tidemark.alert.pipeline;

/** When missing data is worth an alert. */
public final class Silence {

  private static final long LEAST_GAPS = 2;
  private static final long LEAST_SECONDS = 30 * 60L;

  private Silence() {}

  /** Whether this many gaps in a row last two buckets and half an hour. */
  public static boolean lasts(long gaps, long spanSeconds) {
    return gaps >= LEAST_GAPS && gaps * spanSeconds >= LEAST_SECONDS;
  }
}

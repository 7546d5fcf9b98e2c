package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import java.time.ZoneId;
import java.util.Collection;

/** Where baselines come from: a new series, or the stored state of a known one. */
public final class Baselines {

  private Baselines() {}

  /**
   * The baseline of a series of which nothing is known.
   *
   * @param span the job's bucket span
   * @param zone the job's time zone, whose local time daily and weekly profiles follow
   */
  public static Baseline start(BucketSpan span, ZoneId zone) {
    return new SeasonalBaseline(span, zone);
  }

  /**
   * The baseline of a series that begins beside others of its kind: it takes over their shape and
   * spread, free of their level, until its own evidence outweighs them. Only siblings that know
   * their rhythm count; without enough of them nothing is known.
   *
   * @param span the job's bucket span
   * @param zone the job's time zone
   * @param siblings series of the same detector, all of this span and zone; not changed
   */
  public static Baseline start(BucketSpan span, ZoneId zone, Collection<Baseline> siblings) {
    SeasonalBaseline baseline = new SeasonalBaseline(span, zone);
    baseline.borrow(Siblings.of(siblings));
    return baseline;
  }

  /**
   * Reads what {@link Baseline#encode()} wrote.
   *
   * @param state the stored bytes
   * @param span the job's bucket span, as when the series was started
   * @param zone the job's time zone, as when the series was started
   * @throws IllegalArgumentException if the bytes are of an unknown version or not such a form; the
   *     message says which
   */
  public static Baseline decode(byte[] state, BucketSpan span, ZoneId zone) {
    return ModelCodec.decode(state, span, zone);
  }
}

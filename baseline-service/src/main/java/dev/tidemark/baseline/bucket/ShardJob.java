package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.calendar.Calendar;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/**
 * What a shard needs to know of its job, as the log last gave it.
 *
 * @param id the job's id
 * @param uid the job's uid
 * @param span bucket span
 * @param zone local time of the profiles
 * @param allowedLatenessMs milliseconds that events may come after their bucket's end
 * @param functions the detectors' functions, by index
 * @param split whether a detector has a series for each value of a field, by index
 * @param shards how many shards its series are spread over
 * @param recordThreshold lowest score of a record, 0 to 100
 * @param minimumActual custom rule: skip below this actual, or typical of what is low; 0: none
 * @param minimumFactor custom rule: skip below this factor over typical, or of typical over what is
 *     low; 0: none
 * @param live whether the job is live
 * @param liveFrom first live bucket's start, epoch seconds
 * @param calendar its scheduled events
 * @param modelPlot whether typical and bounds of every bucket are kept
 * @param encoded the job as the log gave it
 */
public record ShardJob(
    String id,
    String uid,
    BucketSpan span,
    ZoneId zone,
    long allowedLatenessMs,
    List<DetectorFunction> functions,
    List<Boolean> split,
    int shards,
    double recordThreshold,
    double minimumActual,
    double minimumFactor,
    boolean live,
    long liveFrom,
    Calendar calendar,
    boolean modelPlot,
    Encoded encoded) {

  /** Copies the lists. */
  public ShardJob {
    functions = List.copyOf(functions);
    split = List.copyOf(split);
  }

  /** The job in the form in which it is stored; opaque here. */
  public interface Encoded {
    /** The stored bytes. */
    byte[] bytes();
  }

  /**
   * How many series the whole job watches, as far as one shard can tell: series are spread by a
   * hash, so that other shards hold about as many.
   *
   * @param active the shard's own series that are watched
   * @return at least 1
   */
  long seriesWatched(Collection<SeriesKey> active) {
    long mine = active.stream().filter(key -> split.get(key.detector())).count();
    long whole = split.stream().filter(isSplit -> !isSplit).count();
    return Math.max(1, whole + mine * shards);
  }

  /**
   * Whether the custom rule says to skip a result. What is low is measured the other way round: the
   * value that it should have had must be large enough, and as many times what it had.
   *
   * @param low whether it is low
   */
  public boolean skips(boolean low, double actual, double typical) {
    double larger = low ? typical : actual;
    double smaller = low ? actual : typical;
    return larger < minimumActual || larger < minimumFactor * smaller;
  }
}

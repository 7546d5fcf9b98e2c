package dev.tidemark.baseline.definition;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Counts;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to model, as a person says it.
 *
 * @param id a person's name for it, unique
 * @param name shown to people
 * @param description shown to people; may be empty
 * @param bucketSpan length of the buckets; divides a day
 * @param counts whether events count, or flows
 * @param filter which events count; null: all
 * @param detectors what is computed, in order
 * @param influencers event fields whose values are held responsible
 * @param shards number of parts that are worked on independently, 1 to 64
 * @param timeZone whose local time the profiles follow
 * @param allowedLateness how long after a bucket's end its events may still arrive, 0 to 24 h
 * @param recordThreshold lowest anomaly score told as a record, 0 to 100
 * @param customRule results to skip
 * @param liveness which events show that the source is alive; null: any
 * @param modelPlot whether typical and bounds of every bucket are kept for plots
 */
public record JobDefinition(
    String id,
    String name,
    String description,
    BucketSpan bucketSpan,
    Counts counts,
    @Nullable EventQuery filter,
    List<DetectorDefinition> detectors,
    List<String> influencers,
    int shards,
    ZoneId timeZone,
    Duration allowedLateness,
    double recordThreshold,
    CustomRule customRule,
    @Nullable EventQuery liveness,
    boolean modelPlot) {

  /** Most detectors of a job. */
  public static final int MAX_DETECTORS = 20;

  /** Most influencers of a job. */
  public static final int MAX_INFLUENCERS = 20;

  /** Most shards of a job. */
  public static final int MAX_SHARDS = 64;

  /** Longest lateness: later events are repairs. */
  public static final Duration MAX_LATENESS = Duration.ofDays(1);

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final long DAY_SECONDS = 86_400;
  private static final int MAX_NAME = 200;
  private static final int MAX_DESCRIPTION = 4_000;

  /**
   * Checks everything.
   *
   * @throws InvalidDefinition pointing at the first fault
   */
  public JobDefinition {
    check(
        ID.matcher(id).matches(),
        "/id",
        "'" + id + "' is not of the form [a-z0-9][a-z0-9_-]{0,63}");
    check(
        !name.isBlank() && name.length() <= MAX_NAME,
        "/name",
        "name has " + name.length() + " characters; it takes 1 to " + MAX_NAME);
    check(
        description.length() <= MAX_DESCRIPTION,
        "/description",
        "description is longer than " + MAX_DESCRIPTION + " characters");
    checkSpan(bucketSpan.seconds());
    checkSize("/detectors", detectors.size(), 1, MAX_DETECTORS);
    checkInfluencers(influencers);
    check(
        shards >= 1 && shards <= MAX_SHARDS,
        "/shards",
        "shards " + shards + " is not in [1, " + MAX_SHARDS + "]");
    check(
        !allowedLateness.isNegative() && allowedLateness.compareTo(MAX_LATENESS) <= 0,
        "/allowed_lateness",
        "allowed_lateness " + Spans.format(allowedLateness) + " is not in [0s, 1d]");
    check(
        recordThreshold >= 0 && recordThreshold <= 100,
        "/record_threshold",
        "record_threshold " + recordThreshold + " is not in [0, 100]");
    detectors = List.copyOf(detectors);
    influencers = List.copyOf(influencers);
  }

  /**
   * The first field, by its pointer, that differs from another definition although a job's never
   * changes; empty if there is none.
   */
  public Optional<String> immutableDifference(JobDefinition other) {
    if (!id.equals(other.id)) {
      return Optional.of("/id");
    }
    if (!bucketSpan.equals(other.bucketSpan)) {
      return Optional.of("/bucket_span");
    }
    if (counts != other.counts) {
      return Optional.of("/counts");
    }
    if (!EventQuery.isSame(filter, other.filter)) {
      return Optional.of("/filter");
    }
    if (!detectors.equals(other.detectors)) {
      return Optional.of("/detectors");
    }
    if (shards != other.shards) {
      return Optional.of("/shards");
    }
    if (!timeZone.equals(other.timeZone)) {
      return Optional.of("/time_zone");
    }
    return EventQuery.isSame(liveness, other.liveness)
        ? Optional.empty()
        : Optional.of("/liveness");
  }

  /** Reads a span of buckets; see {@link BucketSpan} for its range. */
  public static BucketSpan bucketSpan(String text) {
    Duration length = Spans.parse("/bucket_span", text);
    try {
      return new BucketSpan(length);
    } catch (IllegalArgumentException e) {
      throw new InvalidDefinition(
          "/bucket_span", "bucket_span " + text + " is not in [10s, 1d] or not whole seconds");
    }
  }

  /** Reads what a job counts, as documents name it. */
  public static Counts counts(String text) {
    return Counts.named(text)
        .orElseThrow(
            () ->
                new InvalidDefinition(
                    "/counts", "counts '" + text + "' is neither 'events' nor 'flows'"));
  }

  private static void checkSpan(long seconds) {
    if (DAY_SECONDS % seconds == 0) {
      return;
    }
    long shorter = seconds;
    while (DAY_SECONDS % shorter != 0) {
      shorter--;
    }
    long longer = seconds;
    while (DAY_SECONDS % longer != 0) {
      longer++;
    }
    throw new InvalidDefinition(
        "/bucket_span",
        "bucket_span "
            + seconds
            + "s does not divide a day, so buckets would begin at other times every day; the"
            + " nearest that do are "
            + Spans.format(Duration.ofSeconds(shorter))
            + " and "
            + Spans.format(Duration.ofSeconds(longer)));
  }

  private static void checkInfluencers(List<String> influencers) {
    checkSize("/influencers", influencers.size(), 0, MAX_INFLUENCERS);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < influencers.size(); i++) {
      FieldNames.check("/influencers/" + i, influencers.get(i));
      check(seen.add(influencers.get(i)), "/influencers/" + i, influencers.get(i) + " is repeated");
    }
  }

  private static void checkSize(String pointer, int size, int least, int most) {
    check(
        size >= least && size <= most,
        pointer,
        "there are " + size + "; it takes " + least + " to " + most);
  }

  private static void check(boolean holds, String pointer, String detail) {
    if (!holds) {
      throw new InvalidDefinition(pointer, detail);
    }
  }
}

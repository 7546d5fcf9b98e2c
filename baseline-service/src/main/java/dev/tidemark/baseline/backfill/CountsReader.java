package dev.tidemark.baseline.backfill;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tidemark.baseline.definition.DetectorDefinition;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.Measure;
import dev.tidemark.contract.SeriesKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads plain counts for one session of a job; a line that cannot be used does not stop others. */
final class CountsReader {

  /** Errors that are listed; more are only counted. */
  static final int MAX_ERRORS = 100;

  private static final Set<String> FIELDS =
      Set.of("bucket_start", "value", "detector", "partition", "by");
  private static final int MAX_SERIES_VALUE = 256;

  private final Job job;
  private final Instant from;
  private final @Nullable Instant advancedUntil;
  private final Instant now;

  CountsReader(Job job, Instant from, @Nullable Instant advancedUntil, Instant now) {
    this.job = job;
    this.from = from;
    this.advancedUntil = advancedUntil;
    this.now = now;
  }

  /** How counts are written. */
  enum Format {
    /** A JSON object a line. */
    NDJSON,
    /** One JSON array of objects. */
    JSON,
    /** A header line, then values separated by commas. */
    CSV
  }

  /**
   * A body of counts.
   *
   * @param format how it is written
   * @param text the body
   */
  record Counts(Format format, String text) {}

  /**
   * Why a line cannot be used.
   *
   * @param line number of the line, or of the element of an array, from 1
   * @param field which field; absent when the line as a whole cannot be read
   * @param reason stable word
   * @param detail what is wrong
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record LineError(int line, @Nullable String field, String reason, String detail) {}

  /**
   * What was read.
   *
   * @param counts those that can be used
   * @param rejected how many cannot
   * @param errors why, the first {@link #MAX_ERRORS}
   */
  record Outcome(List<CountLine> counts, int rejected, List<LineError> errors) {
    Outcome {
      counts = List.copyOf(counts);
      errors = List.copyOf(errors);
    }
  }

  /** A line is at fault. */
  static final class BadLine extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final @Nullable String field;
    private final String reason;

    BadLine(@Nullable String field, String reason, String detail) {
      super(detail, null, false, false);
      this.field = field;
      this.reason = reason;
    }

    LineError at(int line) {
      return new LineError(line, field, reason, String.valueOf(getMessage()));
    }
  }

  /** Reads a body. */
  Outcome read(Counts body) {
    List<CountLine> counts = new ArrayList<>();
    List<LineError> errors = new ArrayList<>();
    int rejected = 0;
    for (CountRows.Row row : CountRows.of(body)) {
      try {
        counts.add(count(row.values()));
      } catch (BadLine bad) {
        rejected++;
        if (errors.size() < MAX_ERRORS) {
          errors.add(bad.at(row.line()));
        }
      }
    }
    return new Outcome(counts, rejected, errors);
  }

  private CountLine count(Map<String, String> values) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!FIELDS.contains(name)) {
        throw new BadLine(
            name, "unknown_field", "field '" + name + "' is none of " + new TreeSet<>(FIELDS));
      }
    }
    return new CountLine(
        series(values), start(required(values, "bucket_start")), value(required(values, "value")));
  }

  private SeriesKey series(Map<String, String> values) {
    List<DetectorDefinition> detectors = job.definition().detectors();
    long index =
        values.containsKey("detector") ? whole("detector", values.getOrDefault("detector", "")) : 0;
    if (index >= detectors.size()) {
      throw new BadLine("detector", "unknown_detector", "the job has no detector " + index);
    }
    DetectorDefinition detector = detectors.get((int) index);
    Measure measure = detector.function().measure();
    boolean toldApart =
        job.definition().counts() == dev.tidemark.contract.Counts.FLOWS
            && measure == Measure.EVENTS;
    if (toldApart || !measure.isKnownByItsValue()) {
      throw new BadLine(
          "detector",
          "needs_events",
          detector.function().text()
              + (toldApart ? " of flows" : "")
              + " cannot be filled from plain values; send the events instead");
    }
    return new SeriesKey(
        (int) index,
        split(values, "partition", detector.partitionField()),
        split(values, "by", detector.byField()));
  }

  private static String split(Map<String, String> values, String name, String field) {
    String value = values.getOrDefault(name, "");
    if (field.isEmpty() != value.isEmpty()) {
      throw new BadLine(
          name,
          field.isEmpty() ? "unexpected_field" : "missing_field",
          field.isEmpty()
              ? "the detector has no " + name + " field"
              : name + " is missing: the value of " + field);
    }
    if (value.length() > MAX_SERIES_VALUE) {
      throw new BadLine(name, "too_long", name + " is longer than " + MAX_SERIES_VALUE);
    }
    return value;
  }

  private long start(String text) {
    BucketSpan span = job.definition().bucketSpan();
    Instant start;
    try {
      start = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new BadLine(
          "bucket_start", "bad_time", "'" + text + "' is not an RFC 3339 time with offset");
    }
    if (!span.floor(start).equals(start)) {
      throw new BadLine(
          "bucket_start",
          "not_aligned",
          text + " is not the start of a bucket; " + span.floor(start) + " is");
    }
    if (start.isBefore(from)) {
      throw new BadLine(
          "bucket_start", "too_early", text + " is before the session's start " + from);
    }
    if (advancedUntil != null && start.isBefore(span.floor(advancedUntil))) {
      throw new BadLine(
          "bucket_start",
          "already_closed",
          text + " is before " + advancedUntil + ", until where the session was advanced");
    }
    if (start.isAfter(now)) {
      throw new BadLine("bucket_start", "future", text + " is in the future");
    }
    return start.getEpochSecond();
  }

  private static long value(String text) {
    return whole("value", text);
  }

  private static long whole(String field, String text) {
    try {
      long value = new BigDecimal(text.strip()).longValueExact();
      if (value >= 0) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException notWhole) {
      // Said below.
    }
    throw new BadLine(
        field, "not_a_whole_number", "'" + text + "' is not a whole number of at least 0");
  }

  private static String required(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null || value.isBlank()) {
      throw new BadLine(name, "missing_field", name + " is missing");
    }
    return value;
  }
}

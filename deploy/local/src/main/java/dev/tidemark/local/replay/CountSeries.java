package dev.tidemark.local.replay;

import dev.tidemark.local.Arguments.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A series of counts in time order.
 *
 * @param rows in time order; a bucket without a row had no data
 */
public record CountSeries(List<Row> rows) {

  /** Copies the rows. */
  public CountSeries {
    rows = List.copyOf(rows);
  }

  /**
   * One bucket.
   *
   * @param start its start
   * @param count events in it
   */
  public record Row(Instant start, long count) {}

  /**
   * Reads a CSV file with the columns {@code bucket_start} (RFC 3339 or epoch seconds) and {@code
   * value}, and a header line.
   *
   * @param scale every value is multiplied by it and rounded, halves up
   * @throws UsageException if the file cannot be used; the message names the line
   */
  public static CountSeries read(Path file, double scale) {
    List<String> lines = lines(file);
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        Row row = row(file, i + 1, lines.get(i), scale);
        if (!rows.isEmpty() && !row.start().isAfter(rows.getLast().start())) {
          throw fault(file, i + 1, "is not after the line before it");
        }
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new UsageException(file + " has no row");
    }
    return new CountSeries(rows);
  }

  /** Start of the first bucket. */
  public Instant first() {
    return rows.getFirst().start();
  }

  /** Start of the last bucket. */
  public Instant last() {
    return rows.getLast().start();
  }

  /** All counts together. */
  public long total() {
    return rows.stream().mapToLong(Row::count).sum();
  }

  /** The same, so much later. */
  public CountSeries shifted(Duration later) {
    return new CountSeries(
        rows.stream().map(row -> new Row(row.start().plus(later), row.count())).toList());
  }

  private static List<String> lines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (lines.isEmpty() || !lines.getFirst().strip().equals("bucket_start,value")) {
        throw new UsageException(file + " does not begin with the line bucket_start,value");
      }
      return lines;
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static Row row(Path file, int line, String text, double scale) {
    String[] cells = text.split(",", -1);
    if (cells.length != 2) {
      throw fault(file, line, "has not two columns");
    }
    try {
      double value = Double.parseDouble(cells[1].strip()) * scale;
      if (!(value >= 0 && value <= 1e9)) {
        throw fault(file, line, "has the value " + value + ", which is not in [0, 1e9]");
      }
      return new Row(time(cells[0].strip()), (long) Math.floor(value + 0.5));
    } catch (NumberFormatException | DateTimeParseException e) {
      throw fault(file, line, "is not a time and a number");
    }
  }

  private static Instant time(String text) {
    return text.contains("T")
        ? Instant.parse(text)
        : Instant.ofEpochSecond((long) Double.parseDouble(text));
  }

  private static UsageException fault(Path file, int line, String fault) {
    return new UsageException(file + ", line " + line + " " + fault);
  }
}

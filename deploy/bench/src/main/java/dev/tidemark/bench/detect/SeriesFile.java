package dev.tidemark.bench.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded series: lines of {@code bucket_start,value} behind a header, starts in seconds since
 * the epoch, ascending. A missing row is a missing bucket.
 *
 * @param rows its buckets
 */
record SeriesFile(List<Row> rows) {

  /**
   * One bucket.
   *
   * @param start seconds since the epoch
   * @param value what was seen
   */
  record Row(long start, double value) {}

  static SeriesFile read(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(file, i + 1, lines.get(i)));
      }
    }
    if (rows.size() < 2) {
      throw new IllegalArgumentException(file + " has fewer than two buckets");
    }
    return new SeriesFile(rows);
  }

  private static Row row(Path file, int number, String line) {
    int comma = line.indexOf(',');
    try {
      int end = line.indexOf(',', comma + 1);
      String value = line.substring(comma + 1, end < 0 ? line.length() : end);
      return new Row(
          (long) Double.parseDouble(line.substring(0, comma)), Double.parseDouble(value));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          file + ", line " + number + ": not bucket_start,value: " + line, e);
    }
  }

  /** The bucket span in seconds: the smallest step in the file. */
  long step() {
    long step = Long.MAX_VALUE;
    for (int i = 1; i < rows.size(); i++) {
      step = Math.min(step, rows.get(i).start() - rows.get(i - 1).start());
    }
    return step;
  }
}

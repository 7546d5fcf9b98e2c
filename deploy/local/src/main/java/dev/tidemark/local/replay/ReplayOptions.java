package dev.tidemark.local.replay;

import dev.tidemark.local.Arguments;
import dev.tidemark.local.Arguments.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be played, and how.
 *
 * @param file the input
 * @param series whether it is a count series; else it is a file of events
 * @param step length of a bucket of the input
 * @param scale factor of a series' values
 * @param speed how much faster than it happened, live; empty: as history
 * @param job id of the job that gets it
 * @param keepTimes whether history keeps its times; else it is moved by whole weeks to end before
 *     now
 */
record ReplayOptions(
    Path file,
    boolean series,
    Duration step,
    double scale,
    Optional<Double> speed,
    String job,
    boolean keepTimes) {

  static final String USAGE =
      "replay --series FILE.csv --step SECONDS [--scale N] | --events FILE.ndjson [--step SECONDS]"
          + "  [--speed N] [--job ID] [--keep-times] [--data DIR]";

  private static final double QUARTER_HOUR = 900;
  private static final int LONGEST_ID = 64;

  static Arguments arguments(List<String> given) {
    return Arguments.read(
        given,
        Set.of("--series", "--events", "--step", "--scale", "--speed", "--job", "--data"),
        Set.of("--keep-times"));
  }

  static ReplayOptions of(Arguments given) {
    Optional<String> series = given.value("--series");
    Optional<String> events = given.value("--events");
    if (series.isPresent() == events.isPresent()) {
      throw new UsageException("one of --series and --events is needed\n" + USAGE);
    }
    if (series.isPresent() && given.value("--step").isEmpty()) {
      throw new UsageException("--series needs --step\n" + USAGE);
    }
    if (events.isPresent() && given.has("--scale")) {
      throw new UsageException("--scale goes with --series\n" + USAGE);
    }
    Path file = Path.of(series.or(() -> events).orElseThrow());
    return new ReplayOptions(
        file,
        series.isPresent(),
        seconds(given.positive("--step").orElse(QUARTER_HOUR)),
        given.positive("--scale").orElse(1.0),
        given.positive("--speed"),
        given.value("--job").orElseGet(() -> jobId(file)),
        given.has("--keep-times"));
  }

  Input read() {
    return series
        ? new Input.Counts(CountSeries.read(file, scale), step)
        : new Input.Events(EventFile.read(file));
  }

  /** Length of a bucket as it is played. */
  Duration playedSpan() {
    Duration span =
        speed.map(factor -> seconds(Math.floor(step.toSeconds() / factor))).orElse(step);
    if (span.toSeconds() < 10) {
      throw new UsageException(
          "a bucket of " + step.toSeconds() + " s at this speed lasts less than 10 s");
    }
    return span;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofSeconds((long) seconds);
  }

  private static String jobId(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    String id = "replay-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
    return id.substring(0, Math.min(id.length(), LONGEST_ID));
  }
}

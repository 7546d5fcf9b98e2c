package dev.tidemark.baseline.result;

import dev.tidemark.baseline.ops.Parameters;
import dev.tidemark.baseline.ops.Refusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to see.
 *
 * @param filter which results
 * @param descending latest first
 * @param limit size of a page
 * @param cursor where to go on; null: at the beginning
 */
record ResultQuery(Filter filter, boolean descending, int limit, @Nullable String cursor) {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * Which results.
   *
   * @param from bucket starts at or after this
   * @param to bucket starts before this
   * @param minScore anomaly score at least this; 0 includes what was not scored
   * @param detector index; null: any
   * @param partitionValue null: any
   * @param byValue null: any
   * @param interim whether results of open buckets are included
   */
  record Filter(
      Instant from,
      Instant to,
      double minScore,
      @Nullable Integer detector,
      @Nullable String partitionValue,
      @Nullable String byValue,
      boolean interim) {}

  /** Query parameters as texts. */
  record Texts(
      @Nullable String from,
      @Nullable String to,
      @Nullable String minScore,
      @Nullable String detector,
      @Nullable String partitionValue,
      @Nullable String byValue,
      @Nullable String includeInterim,
      @Nullable String sort,
      @Nullable String limit,
      @Nullable String cursor) {}

  /** Reads query parameters; INVALID_PARAMETER names the one at fault. */
  static ResultQuery read(Texts texts) {
    Filter filter =
        new Filter(
            Parameters.instant("from", texts.from(), FIRST),
            Parameters.instant("to", texts.to(), LAST),
            Parameters.score("min_score", texts.minScore()),
            texts.detector() == null ? null : Parameters.integer("detector", texts.detector()),
            texts.partitionValue(),
            texts.byValue(),
            Parameters.flag("include_interim", texts.includeInterim(), true));
    return new ResultQuery(
        filter, descending(texts.sort()), Parameters.limit(texts.limit()), texts.cursor());
  }

  private static boolean descending(@Nullable String sort) {
    if (sort == null) {
      return false;
    }
    return switch (sort) {
      case "asc" -> false;
      case "desc" -> true;
      default -> throw Refusal.parameter("sort", "sort '" + sort + "' is neither asc nor desc");
    };
  }

  /** Conditions of the filter, with what they need appended to the parameters. */
  String conditions(List<Object> parameters) {
    List<String> conditions = new ArrayList<>();
    conditions.add("bucket_start >= " + next(parameters, filter.from().atOffset(ZoneOffset.UTC)));
    conditions.add("bucket_start < " + next(parameters, filter.to().atOffset(ZoneOffset.UTC)));
    if (filter.minScore() > 0) {
      conditions.add("anomaly_score >= " + next(parameters, filter.minScore()));
    }
    if (filter.detector() != null) {
      conditions.add("detector = " + next(parameters, filter.detector()));
    }
    if (filter.partitionValue() != null) {
      conditions.add("partition_value = " + next(parameters, filter.partitionValue()));
    }
    if (filter.byValue() != null) {
      conditions.add("by_value = " + next(parameters, filter.byValue()));
    }
    return String.join(" AND ", conditions);
  }

  /** The next parameter's place. */
  static String next(List<Object> parameters, Object value) {
    parameters.add(value);
    return "$" + parameters.size();
  }

  /** The direction of the order, in SQL. */
  String direction() {
    return descending ? "DESC" : "ASC";
  }

  /** Which side of the cursor is next, in SQL. */
  String beyond() {
    return descending ? "<" : ">";
  }
}

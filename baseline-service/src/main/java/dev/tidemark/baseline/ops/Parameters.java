package dev.tidemark.baseline.ops;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Query parameters as texts, read with an error that says what would be right. */
public final class Parameters {

  /** Results of a page when the caller says nothing. */
  public static final int DEFAULT_LIMIT = 100;

  /** Most results of a page. */
  public static final int MAX_LIMIT = 1_000;

  private static final String CURSOR_SEPARATOR = "\u001f";

  private Parameters() {}

  /** An RFC 3339 time with offset. */
  public static Instant instant(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Refusal.parameter(
          name,
          name
              + " '"
              + text
              + "' is not an RFC 3339 time with offset, such as 2026-11-24T06:45:00Z (a + in an"
              + " offset is written %2B in a URL)");
    }
  }

  /** As {@link #instant}; a default when the parameter is absent. */
  public static Instant instant(String name, @Nullable String text, Instant absent) {
    return text == null ? absent : instant(name, text);
  }

  /** The size of a page: 1 to 1,000, 100 when absent. */
  public static int limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    int limit = integer("limit", text);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Refusal.parameter("limit", "limit " + limit + " is not in [1, " + MAX_LIMIT + "]");
    }
    return limit;
  }

  /** A whole number. */
  public static int integer(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.parameter(name, name + " '" + text + "' is not a whole number");
    }
  }

  /** A score from 0 to 100; 0 when absent. */
  public static double score(String name, @Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      double score = Double.parseDouble(text);
      if (score >= 0 && score <= 100) {
        return score;
      }
    } catch (NumberFormatException notNumber) {
      // Said below.
    }
    throw Refusal.parameter(name, name + " '" + text + "' is not a number in [0, 100]");
  }

  /** {@code true} or {@code false}; a default when absent. */
  public static boolean flag(String name, @Nullable String text, boolean absent) {
    if (text == null) {
      return absent;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Refusal.parameter(name, name + " '" + text + "' is neither true nor false");
    };
  }

  /** An opaque place to go on from. */
  public static String cursor(String kind, List<String> parts) {
    String text = kind + CURSOR_SEPARATOR + String.join(CURSOR_SEPARATOR, parts);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads what {@link #cursor(String, List)} wrote. */
  public static List<String> cursor(String kind, int parts, String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      List<String> all = List.of(text.split(CURSOR_SEPARATOR, -1));
      if (all.size() == parts + 1 && all.get(0).equals(kind)) {
        return all.subList(1, all.size());
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below.
    }
    throw Refusal.parameter(
        "cursor", "cursor is not one that this list gave with the same sort; start without one");
  }
}

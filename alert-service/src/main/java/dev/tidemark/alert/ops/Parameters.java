package dev.tidemark.alert.ops;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Query parameters as texts, read with an error that says what would be right. */
public final class Parameters {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;
  private static final String CURSOR_SEPARATOR = "\u001f";

  private Parameters() {}

  /** An RFC 3339 time with offset. */
  public static Instant instant(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notTime) {
      throw Problems.parameter(
          name,
          name
              + " '"
              + text
              + "' is not an RFC 3339 time with offset, such as 2026-11-24T06:45:00Z (a + in an"
              + " offset is written %2B in a URL)");
    }
  }

  /** The size of a page: 1 to 1,000, 100 when absent. */
  public static int limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException notNumber) {
      // Said below.
    }
    throw Problems.parameter("limit", "limit '" + text + "' is not a whole number in [1, 1000]");
  }

  /** A score from 0 to 100. */
  public static double score(String name, String text) {
    try {
      double score = Double.parseDouble(text);
      if (score >= 0 && score <= 100) {
        return score;
      }
    } catch (NumberFormatException notNumber) {
      // Said below.
    }
    throw Problems.parameter(name, name + " '" + text + "' is not a number in [0, 100]");
  }

  /** One of some words. */
  public static void oneOf(String name, String text, List<String> words) {
    if (!words.contains(text)) {
      throw Problems.parameter(
          name, name + " '" + text + "' is none of " + String.join(", ", words));
    }
  }

  /** The cursor that asks for what follows a key in a kind of list. */
  public static String cursor(String kind, List<String> key) {
    String text = kind + CURSOR_SEPARATOR + String.join(CURSOR_SEPARATOR, key);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The key in a cursor of a kind of list. */
  public static List<String> cursor(String kind, int parts, String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      List<String> read = List.of(text.split(CURSOR_SEPARATOR, -1));
      if (read.size() == parts + 1 && read.getFirst().equals(kind) && text.indexOf('\0') < 0) {
        return read.subList(1, read.size());
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below.
    }
    throw unknownCursor();
  }

  /** A cursor that no page gave. */
  public static RuntimeException unknownCursor() {
    return Problems.parameter(
        "cursor",
        "the cursor is unknown here; take next_cursor of the page before, with the same sort and"
            + " order");
  }
}

package dev.tidemark.alert.webhook;

import dev.tidemark.alert.ops.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param after the key that the page follows; null for the first page
 * @param limit most entries of the page, 1 to 1000
 */
record PageRequest(@Nullable String after, int limit) {

  private static final int MAX_LIMIT = 1000;

  /** Reads the parameters; throws the problem that names the one at fault. */
  static PageRequest of(@Nullable String cursor, String limit) {
    return new PageRequest(cursor == null ? null : decoded(cursor), limitOf(limit));
  }

  /** The cursor that asks for what follows a key. */
  static String cursor(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  /** The key as a number; throws the problem if it is none. */
  long afterNumber(long otherwise) {
    try {
      return after == null ? otherwise : Long.parseLong(after);
    } catch (NumberFormatException _) {
      throw unknownCursor();
    }
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
          .replace("\0", "");
    } catch (IllegalArgumentException _) {
      throw unknownCursor();
    }
  }

  private static int limitOf(String limit) {
    try {
      int number = Integer.parseInt(limit);
      if (number >= 1 && number <= MAX_LIMIT) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw Problems.parameter("limit", "limit '" + limit + "' is not a whole number from 1 to 1000");
  }

  private static RuntimeException unknownCursor() {
    return Problems.parameter(
        "cursor", "the cursor is unknown; take next_cursor of the page before, unchanged");
  }
}

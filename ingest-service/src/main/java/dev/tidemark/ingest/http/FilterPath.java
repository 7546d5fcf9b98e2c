package dev.tidemark.ingest.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elasticsearch's {@code filter_path}: which members of an answer the client wants. Patterns are
 * dotted paths, {@code *} stands for one name or a part of one, {@code **} for any number of them,
 * a leading {@code -} takes away. What is named stands for all that is in it.
 */
final class FilterPath {

  private final List<String[]> wanted = new ArrayList<>();
  private final List<String[]> unwanted = new ArrayList<>();

  private FilterPath() {}

  /**
   * Reads the query parameter.
   *
   * @param text comma-separated patterns; null or blank: everything is wanted
   */
  static FilterPath of(@Nullable String text) {
    FilterPath filter = new FilterPath();
    if (text != null) {
      for (String pattern : text.split(",", -1)) {
        filter.add(pattern.strip());
      }
    }
    return filter;
  }

  /** Whether there is nothing to leave out. */
  boolean isEverything() {
    return wanted.isEmpty() && unwanted.isEmpty();
  }

  /** Whether the member at a path is to be told. */
  boolean wants(String... path) {
    return (wanted.isEmpty() || any(wanted, path)) && !any(unwanted, path);
  }

  private void add(String pattern) {
    if (pattern.startsWith("-") && pattern.length() > 1) {
      unwanted.add(pattern.substring(1).split("\\.", -1));
    } else if (!pattern.isEmpty()) {
      wanted.add(pattern.split("\\.", -1));
    }
  }

  private static boolean any(List<String[]> patterns, String[] path) {
    for (String[] pattern : patterns) {
      if (matches(pattern, 0, path, 0)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String[] pattern, int p, String[] path, int at) {
    if (p == pattern.length) {
      return true; // all that is in it
    }
    if (pattern[p].equals("**")) {
      return matches(pattern, p + 1, path, at)
          || (at < path.length && matches(pattern, p, path, at + 1));
    }
    return at < path.length
        && isLike(pattern[p], 0, path[at], 0)
        && matches(pattern, p + 1, path, at + 1);
  }

  private static boolean isLike(String pattern, int p, String name, int at) {
    if (p == pattern.length()) {
      return at == name.length();
    }
    if (pattern.charAt(p) == '*') {
      return isLike(pattern, p + 1, name, at)
          || (at < name.length() && isLike(pattern, p, name, at + 1));
    }
    return at < name.length()
        && pattern.charAt(p) == name.charAt(at)
        && isLike(pattern, p + 1, name, at + 1);
  }
}

package dev.tidemark.contract.query;

import java.util.Arrays;

/**
 * A pattern of text: {@code *} is any number of characters, also none; {@code ?} is one; a
 * backslash before {@code *}, {@code ?} or a backslash takes it as it is. The whole text must have
 * the form; upper and lower case differ.
 *
 * <p>Matching is linear in the text: only the piece behind the last star is ever tried again, and a
 * piece is short.
 */
public final class Glob {

  /** Longest pattern, in characters. */
  public static final int MAX_LENGTH = 1_024;

  /** Longest piece behind a star, up to the next one, in characters. */
  public static final int MAX_PIECE = 128;

  private static final int MANY = -1;
  private static final int ONE = -2;

  /** Characters and the two signs. */
  private final int[] pattern;

  private final Form form;
  private final String literal;

  private enum Form {
    PREFIX,
    SUFFIX,
    WITHIN,
    OTHER
  }

  private Glob(int[] pattern) {
    this.pattern = pattern;
    form = form(pattern);
    StringBuilder characters = new StringBuilder();
    for (int c : pattern) {
      if (c >= 0) {
        characters.append((char) c);
      }
    }
    literal = characters.toString();
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is too long or ends within an escape; the message says
   *     so
   */
  public static Glob of(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the pattern is longer than " + MAX_LENGTH + " characters");
    }
    int[] pattern = new int[text.length()];
    int length = 0;
    int piece = Integer.MIN_VALUE; // before the first star nothing is tried again
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean star = c == '*';
      if (star && length > 0 && pattern[length - 1] == MANY) {
        continue;
      }
      piece = star ? 0 : piece + 1;
      if (piece > MAX_PIECE) {
        throw new IllegalArgumentException(
            "the pattern has more than " + MAX_PIECE + " characters in a row behind a *");
      }
      if (c == '\\') {
        i++;
        pattern[length++] = escaped(text, i);
      } else {
        pattern[length++] = star ? MANY : c == '?' ? ONE : c;
      }
    }
    return new Glob(Arrays.copyOf(pattern, length));
  }

  private static char escaped(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : 0;
    if (c != '*' && c != '?' && c != '\\') {
      throw new IllegalArgumentException(
          "a backslash in a pattern stands before *, ? or another backslash");
    }
    return c;
  }

  /** A text as a pattern that only this text has. */
  public static String quote(String text) {
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
  }

  /** Whether a text has the form. */
  public boolean matches(String text) {
    return switch (form) {
      case PREFIX -> text.startsWith(literal);
      case SUFFIX -> text.endsWith(literal);
      case WITHIN -> text.contains(literal);
      case OTHER -> general(text);
    };
  }

  private boolean general(String text) {
    int length = text.length();
    int at = 0;
    int p = 0;
    int resumeAt = -1;
    int resumeP = -1;
    while (at < length) {
      if (p < pattern.length && pattern[p] == MANY) {
        p++;
        resumeP = p;
        resumeAt = at;
      } else if (p < pattern.length && pattern[p] == ONE) {
        p++;
        at = next(text, at);
      } else if (p < pattern.length && pattern[p] == text.charAt(at)) {
        p++;
        at++;
      } else if (resumeP >= 0) {
        p = resumeP;
        resumeAt = next(text, resumeAt);
        at = resumeAt;
      } else {
        return false;
      }
    }
    return p == pattern.length || (p == pattern.length - 1 && pattern[p] == MANY);
  }

  /** One character on: two halves of a pair are one. */
  private static int next(String text, int at) {
    boolean pair =
        Character.isHighSurrogate(text.charAt(at))
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1));
    return pair ? at + 2 : at + 1;
  }

  private static Form form(int[] pattern) {
    int stars = 0;
    for (int c : pattern) {
      stars += c == MANY ? 1 : 0;
      if (c == ONE) {
        return Form.OTHER;
      }
    }
    boolean first = pattern.length > 0 && pattern[0] == MANY;
    boolean last = pattern.length > 0 && pattern[pattern.length - 1] == MANY;
    if (stars == 1 && (first || last)) {
      return last ? Form.PREFIX : Form.SUFFIX;
    }
    return stars == 2 && first && last ? Form.WITHIN : Form.OTHER;
  }
}

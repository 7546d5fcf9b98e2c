package dev.tidemark.contract.query;

/**
 * A piece of a KQL text.
 *
 * @param kind what it is
 * @param text of a word its content without escapes, of an operator itself
 * @param pattern of a word with stars its {@link Glob}; otherwise empty
 * @param position where it begins, in characters from 1
 */
record KqlToken(Kind kind, String text, String pattern, int position) {

  /** What a token is. */
  enum Kind {
    OPEN,
    CLOSE,
    COLON,
    COMPARISON,
    WORD,
    QUOTED,
    AND,
    OR,
    NOT,
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isText() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  boolean hasStars() {
    return !pattern.isEmpty();
  }

  /** For a person. */
  String describe() {
    if (kind == Kind.END) {
      return "the end";
    }
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
    return kind == Kind.QUOTED ? "\"" + shown + "\"" : "'" + shown + "'";
  }
}

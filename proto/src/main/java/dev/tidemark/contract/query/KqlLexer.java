package dev.tidemark.contract.query;

import dev.tidemark.contract.query.KqlToken.Kind;
import java.util.Locale;

/** Cuts a KQL text into tokens. */
final class KqlLexer {

  private static final String SPECIAL = "\\():<>\"*{}";
  private static final String ESCAPABLE = SPECIAL + "?/ ";

  private final String text;
  private int at;

  KqlLexer(String text) {
    this.text = text;
  }

  /**
   * The next token.
   *
   * @throws KqlException if there is none
   */
  KqlToken next() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    int start = at;
    if (at == text.length()) {
      return token(Kind.END, "", start);
    }
    char c = text.charAt(at);
    return switch (c) {
      case '(' -> single(Kind.OPEN);
      case ')' -> single(Kind.CLOSE);
      case ':' -> single(Kind.COLON);
      case '<', '>' -> comparison();
      case '"' -> quoted();
      case '{', '}' ->
          throw new KqlException(
              at + 1, "'" + c + "' (nested fields) is not known here; name fields with dots");
      default -> word();
    };
  }

  private KqlToken single(Kind kind) {
    at++;
    return token(kind, text.substring(at - 1, at), at - 1);
  }

  private KqlToken comparison() {
    int start = at;
    at++;
    if (at < text.length() && text.charAt(at) == '=') {
      at++;
    }
    return token(Kind.COMPARISON, text.substring(start, at), start);
  }

  private KqlToken quoted() {
    int start = at;
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return token(Kind.QUOTED, content.toString(), start);
      }
      content.append(c == '\\' ? escape("\"\\") : c);
      at++;
    }
    throw new KqlException(start + 1, "the quote that begins here never ends");
  }

  private KqlToken word() {
    int start = at;
    StringBuilder content = new StringBuilder();
    StringBuilder pattern = new StringBuilder();
    boolean stars = false;
    boolean escaped = false;
    while (at < text.length() && isWord(text.charAt(at))) {
      char c = text.charAt(at);
      boolean star = c == '*';
      if (c == '\\') {
        escaped = true;
        String keyword = escapedKeyword(start);
        if (!keyword.isEmpty()) {
          at += keyword.length() + 1;
          return token(Kind.WORD, keyword, start);
        }
        c = escape(ESCAPABLE);
      }
      stars |= star;
      content.append(c);
      pattern.append(star ? "*" : Glob.quote(String.valueOf(c)));
      at++;
    }
    String word = content.toString();
    if (stars) {
      return new KqlToken(Kind.WORD, word, pattern.toString(), start + 1);
    }
    return token(escaped ? Kind.WORD : kind(word), word, start);
  }

  /** A whole word "\and", "\or" or "\not" is the word without the backslash. */
  private String escapedKeyword(int start) {
    if (at != start) {
      return "";
    }
    int end = at + 1;
    while (end < text.length() && isWord(text.charAt(end)) && text.charAt(end) != '\\') {
      end++;
    }
    String word = text.substring(at + 1, end);
    boolean more = end < text.length() && text.charAt(end) == '\\';
    return !more && kind(word) != Kind.WORD ? word : "";
  }

  private static Kind kind(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "and" -> Kind.AND;
      case "or" -> Kind.OR;
      case "not" -> Kind.NOT;
      default -> Kind.WORD;
    };
  }

  /** The character that an escape stands for; afterwards the position is at its last one. */
  private char escape(String itself) {
    int start = at;
    at++;
    char c = at < text.length() ? text.charAt(at) : 0;
    if (c == 't' || c == 'n' || c == 'r') {
      return c == 't' ? '\t' : c == 'n' ? '\n' : '\r';
    }
    if (c == 'u' && isHex(at + 1, at + 5)) {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
    }
    if (at < text.length() && itself.indexOf(c) >= 0) {
      return c;
    }
    throw new KqlException(
        start + 1, "this backslash escapes nothing; write \\\\ for a backslash itself");
  }

  private boolean isHex(int from, int to) {
    if (to > text.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(char c) {
    return !isBlank(c) && (c == '\\' || c == '*' || SPECIAL.indexOf(c) < 0);
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || Character.isWhitespace(c) || c == '\u00a0' || c == '\u3000';
  }

  private static KqlToken token(Kind kind, String content, int start) {
    return new KqlToken(kind, content, "", start + 1);
  }
}

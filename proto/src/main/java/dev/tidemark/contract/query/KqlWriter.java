package dev.tidemark.contract.query;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes conditions as KQL. */
final class KqlWriter {

  private KqlWriter() {}

  static String write(Condition condition) {
    return switch (condition) {
      case Condition.All all -> joined(all.parts(), " and ");
      case Condition.AnyOf any -> joined(any.parts(), " or ");
      case Condition.Not not -> "not " + nested(not.part());
      case Condition.Terms terms -> terms.field() + " : " + texts(terms.values());
      case Condition.Exists exists -> exists.field() + " : *";
      case Condition.Range range -> range(range);
      case Condition.Wildcard wildcard -> wildcard.field() + " : " + pattern(wildcard.pattern());
      case Condition.Cidr cidr -> cidr.field() + " : " + quoted(cidr.network().toString());
    };
  }

  private static String joined(List<Condition> parts, String word) {
    return parts.stream().map(KqlWriter::nested).collect(Collectors.joining(word));
  }

  private static String nested(Condition part) {
    boolean several =
        part instanceof Condition.All
            || part instanceof Condition.AnyOf
            || (part instanceof Condition.Range range
                && range.lower() != null
                && range.upper() != null);
    return several ? "(" + write(part) + ")" : write(part);
  }

  private static String texts(List<String> values) {
    String list = values.stream().map(KqlWriter::quoted).collect(Collectors.joining(" or "));
    return values.size() == 1 ? list : "(" + list + ")";
  }

  private static String range(Condition.Range range) {
    String lower = bound(range.field(), ">", range.lower());
    String upper = bound(range.field(), "<", range.upper());
    return lower.isEmpty() || upper.isEmpty() ? lower + upper : lower + " and " + upper;
  }

  private static String bound(String field, String sign, @Nullable Bound bound) {
    if (bound == null) {
      return "";
    }
    String operator = bound.inclusive() ? sign + "=" : sign;
    return field + " " + operator + " " + (bound.isTime() ? quoted(bound.text()) : bound.text());
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(unicode(c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** KQL knows no sign for one character: what asks for one is written as it is, for a person. */
  private static String pattern(String pattern) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean escaped = c == '\\' && i + 1 < pattern.length();
      if (escaped) {
        c = pattern.charAt(++i);
      }
      if (c == '?' || (c == '*' && !escaped)) {
        out.append(c);
      } else if (c <= ' ' || Character.isWhitespace(c) || c == '\u00a0' || c == '\u3000') {
        out.append(unicode(c));
      } else {
        out.append("\\():<>\"*{}".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
      }
    }
    return out.toString();
  }

  private static String unicode(char c) {
    return String.format("\\u%04x", (int) c);
  }
}

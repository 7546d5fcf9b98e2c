package dev.tidemark.contract.query;

import dev.tidemark.contract.query.KqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the Kibana Query Language.
 *
 * <pre>
 * any   = all { "or" all }
 * all   = one { "and" one }
 * one   = "not" one | "(" any ")" | field ":" values | field ("&lt;" | "&lt;=" | "&gt;" | "&gt;=") text
 * values = text | "(" anyValue ")"       (anyValue as any, with values in the place of conditions)
 * text  = word | "quoted"
 * </pre>
 *
 * <p>Fields are named; a word's stars stand for any characters, a star alone for any value; an
 * address with a slash is a network. Keywords may be upper or lower case. Not known here: values
 * without a field, stars in field names, nested fields, several words without quotes.
 */
public final class Kql {

  private static final String CLAUSE = "a field's name, 'not' or '('";
  private static final String VALUE = "a value, '*' or '('";

  private final KqlLexer lexer;
  private KqlToken token;
  private int depth;
  private int clauses;

  private Kql(String text) {
    lexer = new KqlLexer(text);
    token = lexer.next();
  }

  /**
   * Reads a text.
   *
   * @throws KqlException if it is not KQL that is known here; the message says where and why
   */
  public static Condition parse(String text) {
    if (text.length() > Conditions.MAX_LENGTH) {
      throw new KqlException(
          Conditions.MAX_LENGTH + 1,
          "the query is longer than " + Conditions.MAX_LENGTH + " characters");
    }
    Kql parser = new Kql(text);
    Condition condition = parser.any();
    if (!parser.token.is(Kind.END)) {
      throw parser.unexpected("'and', 'or' or the end");
    }
    if (Conditions.depth(condition) > Conditions.MAX_DEPTH) {
      throw parser.tooDeep();
    }
    return condition;
  }

  /** Writes a condition so that {@link #parse} reads it. */
  public static String format(Condition condition) {
    return KqlWriter.write(condition);
  }

  private Condition any() {
    List<Condition> parts = new ArrayList<>(List.of(all()));
    while (skip(Kind.OR)) {
      parts.add(all());
    }
    return Conditions.anyOf(parts);
  }

  private Condition all() {
    List<Condition> parts = new ArrayList<>(List.of(one()));
    while (skip(Kind.AND)) {
      parts.add(one());
    }
    return Conditions.all(parts);
  }

  private Condition one() {
    deeper();
    Condition condition;
    if (skip(Kind.NOT)) {
      condition = Conditions.not(one());
    } else if (skip(Kind.OPEN)) {
      condition = any();
      close();
    } else {
      condition = clause();
    }
    depth--;
    return condition;
  }

  private Condition clause() {
    KqlToken field = token;
    if (!field.isText()) {
      throw unexpected(CLAUSE);
    }
    advance();
    if (!token.is(Kind.COLON) && !token.is(Kind.COMPARISON)) {
      throw new KqlException(
          field.position(),
          "expected a field's name with ':', '<' or '>' behind it, found "
              + field.describe()
              + "; a value without a field is not known here");
    }
    checkField(field);
    KqlToken operator = token;
    advance();
    return operator.is(Kind.COLON) ? values(field.text()) : range(field.text(), operator.text());
  }

  private static void checkField(KqlToken field) {
    if (field.hasStars()) {
      throw new KqlException(
          field.position(), "stars in the name of a field are not known here: name every field");
    }
    if (!Condition.FieldName.isValid(field.text())) {
      throw new KqlException(
          field.position(),
          field.describe() + " is not the dotted name of an event field, such as source.ip");
    }
  }

  private Condition values(String field) {
    if (!skip(Kind.OPEN)) {
      return value(field);
    }
    deeper();
    Condition condition = anyValue(field);
    depth--;
    close();
    return condition;
  }

  private Condition anyValue(String field) {
    List<Condition> parts = new ArrayList<>(List.of(allValues(field)));
    while (skip(Kind.OR)) {
      parts.add(allValues(field));
    }
    return Conditions.anyOf(parts);
  }

  private Condition allValues(String field) {
    List<Condition> parts = new ArrayList<>(List.of(oneValue(field)));
    while (skip(Kind.AND)) {
      parts.add(oneValue(field));
    }
    return Conditions.all(parts);
  }

  private Condition oneValue(String field) {
    deeper();
    Condition condition = skip(Kind.NOT) ? Conditions.not(oneValue(field)) : values(field);
    depth--;
    return condition;
  }

  private Condition value(String field) {
    KqlToken text = text(VALUE);
    try {
      return text.hasStars()
          ? Conditions.pattern(field, text.pattern())
          : Conditions.value(field, text.text());
    } catch (IllegalArgumentException fault) {
      throw new KqlException(text.position(), String.valueOf(fault.getMessage()));
    }
  }

  private Condition range(String field, String operator) {
    KqlToken text = text("a number or a time in quotes");
    if (text.hasStars()) {
      throw new KqlException(text.position(), "stars are not known behind " + operator);
    }
    try {
      Bound bound = new Bound(text.text(), operator.endsWith("="));
      return operator.startsWith(">")
          ? new Condition.Range(field, bound, null)
          : new Condition.Range(field, null, bound);
    } catch (IllegalArgumentException fault) {
      throw new KqlException(text.position(), String.valueOf(fault.getMessage()));
    }
  }

  /** The next value; one word, and no other behind it. */
  private KqlToken text(String expected) {
    KqlToken text = token;
    if (!text.isText()) {
      throw unexpected(expected);
    }
    if (++clauses > Conditions.MAX_CLAUSES) {
      throw new KqlException(
          text.position(), "the query has more than " + Conditions.MAX_CLAUSES + " values");
    }
    advance();
    if (token.isText()) {
      throw unexpected("'and', 'or', ')' or the end; put a value of several words in quotes");
    }
    if (token.is(Kind.COLON)) {
      throw unexpected("'and', 'or', ')' or the end; put a value with ':' in quotes");
    }
    return text;
  }

  private void deeper() {
    if (++depth > Conditions.MAX_DEPTH) {
      throw tooDeep();
    }
  }

  private KqlException tooDeep() {
    return new KqlException(
        token.position(), "the query is nested deeper than " + Conditions.MAX_DEPTH);
  }

  private void close() {
    if (!skip(Kind.CLOSE)) {
      throw unexpected("'and', 'or' or ')'");
    }
  }

  private boolean skip(Kind kind) {
    if (!token.is(kind)) {
      return false;
    }
    advance();
    return true;
  }

  private void advance() {
    token = lexer.next();
  }

  private KqlException unexpected(String expected) {
    return new KqlException(
        token.position(), "expected " + expected + ", found " + token.describe());
  }
}

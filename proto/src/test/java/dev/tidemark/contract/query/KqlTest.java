package dev.tidemark.contract.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.contract.query.Condition.All;
import dev.tidemark.contract.query.Condition.AnyOf;
import dev.tidemark.contract.query.Condition.Cidr;
import dev.tidemark.contract.query.Condition.Exists;
import dev.tidemark.contract.query.Condition.Not;
import dev.tidemark.contract.query.Condition.Range;
import dev.tidemark.contract.query.Condition.Terms;
import dev.tidemark.contract.query.Condition.Wildcard;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KqlTest {

  private static Terms is(String field, String... values) {
    return new Terms(field, List.of(values));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "event.category:network | event.category : \"network\"",
        "event.category : \"network\" | event.category : \"network\"",
        "\"event.category\" : network | event.category : \"network\"",
        "a : (b or c) | a : (\"b\" or \"c\")",
        "a : (b and not c) | a : \"b\" and not a : \"c\"",
        "a:b or a:c or d:e | a : (\"b\" or \"c\") or d : \"e\"",
        "a : * | a : *",
        "a : (*) | a : *",
        "a : ne*k* | a : ne*k*",
        "a : \"ne*k\" | a : \"ne*k\"",
        "a : \\*b | a : \"*b\"",
        "a : *\\** | a : *\\**",
        "a : why? | a : \"why?\"",
        "port > 1 | port > 1",
        "port>=1 AND port<=1024 | port >= 1 and port <= 1024",
        "t < \"2026-03-01T00:00:00Z\" | t < \"2026-03-01T00:00:00Z\"",
        "source.ip : 10.1.2.3/8 | source.ip : \"10.0.0.0/8\"",
        "source.ip : \"2001:db8::/32\" | source.ip : \"2001:db8::/32\"",
        "ip : (10.0.0.0/8 or 10.* or 1.2.3.4) | ip : \"10.0.0.0/8\" or ip : 10.* or ip : \"1.2.3.4\"",
        "not a:b and c:d | not a : \"b\" and c : \"d\"",
        "a:b or c:d and e:f | a : \"b\" or (c : \"d\" and e : \"f\")",
        "(a:b or c:d) and e:f | (a : \"b\" or c : \"d\") and e : \"f\"",
        "not (a:b or c:d) | not (a : \"b\" or c : \"d\")",
        "NOT NOT a:b | a : \"b\"",
        "not not not a:b | not a : \"b\"",
        "a : \\and | a : \"and\"",
        "a : \\Or or b : x\\ y | a : \"Or\" or b : \"x y\"",
        "a : android | a : \"android\"",
        "a : x\\:y | a : \"x:y\"",
        "a : \"say \\\"hi\\\" \\\\ \\u00e9\" | a : \"say \"hi\" \\ é\"",
        "a : \"\" | a : \"\"",
        "a : -5 | a : \"-5\"",
        "a : \"two words\" | a : \"two words\"",
        "@timestamp : * | @timestamp : *"
      })
  void readsAndWritesAgain(String text, String written) {
    // The table's quotes cannot say what is within quotes.
    String again = Kql.format(Kql.parse(text)).replace("\\\"", "\"").replace("\\\\ ", "\\ ");
    assertThat(again).isEqualTo(written);
    assertThat(Kql.parse(Kql.format(Kql.parse(text)))).isEqualTo(Kql.parse(text));
  }

  @Test
  void notBindsTighterThanAndAndThatThanOr() {
    assertThat(Kql.parse("not a:1 and b:2 or c:3"))
        .isEqualTo(
            new AnyOf(
                List.of(new All(List.of(new Not(is("a", "1")), is("b", "2"))), is("c", "3"))));
  }

  @Test
  void wordsBecomeTheConditionsTheyLookLike() {
    assertThat(Kql.parse("a : *")).isEqualTo(new Exists("a"));
    assertThat(Kql.parse("a : b*c?")).isEqualTo(new Wildcard("a", "b*c\\?"));
    assertThat(Kql.parse("a : 10.0.0.0/8")).isEqualTo(new Cidr("a", Network.parse("10.0.0.0/8")));
    assertThat(Kql.parse("a : 10.0.0.1")).isEqualTo(is("a", "10.0.0.1"));
    assertThat(Kql.parse("a : 7/8")).isEqualTo(is("a", "7/8"));
    assertThat(Kql.parse("a <= 1.5")).isEqualTo(new Range("a", null, new Bound("1.5", true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 | expected a field's name, 'not' or '(', found the end",
        "network | 1 | a value without a field is not known here",
        "* | 1 | a value without a field",
        "a: | 3 | expected a value, '*' or '(', found the end",
        "a : b c | 7 | put a value of several words in quotes",
        "a : b c : d | 7 | expected 'and', 'or', ')' or the end",
        "a : 2001:db8::1 | 9 | put a value with ':' in quotes",
        "a : b and | 10 | expected a field's name",
        "a : b and or c : d | 11 | expected a field's name, 'not' or '(', found 'or'",
        "(a : b | 7 | expected 'and', 'or' or ')', found the end",
        "a : b) | 6 | expected 'and', 'or' or the end, found ')'",
        "a : (b or) | 10 | expected a value",
        "a : () | 6 | expected a value",
        "ev* : b | 1 | stars in the name of a field",
        "a b : c | 1 | expected a field's name with ':'",
        "7a : c | 1 | is not the dotted name of an event field",
        "a > b | 5 | 'b' is no bound of a range",
        "a > * | 5 | stars are not known behind >",
        "a > now-1d | 5 | is no bound of a range",
        "a : \"b | 5 | the quote that begins here never ends",
        "a : b\\c | 6 | this backslash escapes nothing",
        "a : \"C:\\Windows\" | 8 | write \\\\ for a backslash itself",
        "a : { b : c } | 5 | nested fields",
        "a : 10.0.0.0/33 | 5 | such an address has 0 to 32 bits",
        "a : \"::1/129\" | 5 | such an address has 0 to 128 bits"
      })
  void saysWhereAndWhatWasExpected(String text, int position, String message) {
    KqlException fault = catchThrowableOfType(KqlException.class, () -> Kql.parse(text));
    assertThat(fault).as(text).hasMessageContaining(message);
    assertThat(fault.position()).isEqualTo(position);
    assertThat(fault).hasMessageEndingWith("(at character " + position + ")");
  }

  @Test
  void everythingIsBounded() {
    assertThatThrownBy(() -> Kql.parse("(".repeat(60_000)))
        .isInstanceOf(KqlException.class)
        .hasMessageContaining("nested deeper than 32");
    assertThatThrownBy(() -> Kql.parse("not ".repeat(10_000) + "a:b"))
        .hasMessageContaining("nested deeper than 32");
    assertThatThrownBy(() -> Kql.parse("a:" + "(".repeat(100)))
        .hasMessageContaining("nested deeper than 32");
    assertThatThrownBy(() -> Kql.parse("a : (" + "x or ".repeat(1_000) + "x)"))
        .hasMessageContaining("more than 1000 values");
    assertThatThrownBy(() -> Kql.parse("a : \"" + "x".repeat(65_536) + "\""))
        .hasMessageContaining("longer than 65536");
    assertThatThrownBy(() -> Kql.parse("a : *" + "x".repeat(200) + "*"))
        .hasMessageContaining("more than 128 characters in a row");
    assertThat(Kql.parse("(".repeat(31) + "a:b" + ")".repeat(31))).isEqualTo(is("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void whatIsWrittenIsReadAsTheSame(long seed) {
    RandomQueries queries = new RandomQueries(new Random(seed));
    for (int i = 0; i < 500; i++) {
      Condition condition = Kql.parse(queries.text(3));
      String written = Kql.format(condition);
      assertThat(Kql.parse(written)).as("seed %d: %s", seed, written).isEqualTo(condition);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void garbageIsRefusedAndNothingElseHappens(long seed) {
    Random random = new Random(seed);
    RandomQueries queries = new RandomQueries(random);
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      String text = i % 2 == 0 ? queries.garbage() : queries.damaged();
      try {
        Kql.parse(text);
      } catch (KqlException expected) {
        refused++;
        int position = expected.position();
        assertThat(position > 0 && position <= text.length() + 1).isTrue();
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }
}

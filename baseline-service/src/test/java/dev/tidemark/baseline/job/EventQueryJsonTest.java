package dev.tidemark.baseline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.baseline.definition.EventQuery;
import dev.tidemark.baseline.definition.InvalidDefinition;
import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Conditions;
import dev.tidemark.contract.query.Kql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventQueryJsonTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static EventQuery read(String json) {
    try {
      return EventQueryJson.read("/filter", MAPPER.readTree(json.replace('\'', '"')));
    } catch (JacksonException e) {
      throw new AssertionError(json, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Elasticsearch's query language
        "{'term':{'a':'b'}} | a : b",
        "{'term':{'port':{'value':443,'boost':2.0}}} | port : 443",
        "{'term':{'source.ip':'10.0.0.0/8'}} | source.ip : 10.0.0.0/8",
        "{'term':{'a':{'value':'b','case_insensitive':false}}} | a : b",
        "{'terms':{'a':['b',7,true]}} | a : (b or 7 or true)",
        "{'terms':{'ip':['10.0.0.0/8','192.0.2.1']}} | ip : (10.0.0.0/8 or 192.0.2.1)",
        "{'range':{'port':{'gte':1,'lt':'1024'}}} | -",
        "{'range':{'port':{'gt':1.5}}} | port > 1.5",
        "{'exists':{'field':'a'}} | a : *",
        "{'match':{'a':'b'}} | a : b",
        "{'match':{'a':{'query':'b'}}} | a : b",
        "{'match_phrase':{'a':'b c'}} | a : \"b c\"",
        "{'match_phrase':{'a':{'query':'b c','slop':0}}} | a : \"b c\"",
        "{'wildcard':{'a':'b*c'}} | a : b*c",
        "{'wildcard':{'a':{'value':'b*'}}} | a : b*",
        "{'wildcard':{'a':{'wildcard':'*'}}} | a : *",
        "{'prefix':{'a':'b*'}} | a : b\\**",
        "{'prefix':{'a':{'value':'b'}}} | a : b*",
        "{'bool':{'must':{'term':{'a':'b'}}}} | a : b",
        "{'bool':{'filter':[{'term':{'a':'b'}},{'match_all':{}}],'must':[],'boost':1.0}} | a : b",
        "{'bool':{'must':{'term':{'a':'b'}},'filter':{'term':{'c':'d'}}}} | a:b and c:d",
        "{'bool':{'should':[{'term':{'a':'b'}},{'term':{'c':'d'}}]}} | a:b or c:d",
        "{'bool':{'must':{'exists':{'field':'e'}},'should':[{'term':{'a':'b'}},{'term':{'c':'d'}}],'minimum_should_match':1}} | e:* and (a:b or c:d)",
        "{'bool':{'must_not':[{'term':{'a':'b'}},{'exists':{'field':'c'}}]}} | not (a:b or c:*)",
        "{'bool':{'filter':{'term':{'event.category':'network'}},'must_not':{'wildcard':{'process.name':'*beat*'}}}} | event.category : network and not process.name : *beat*",
        // our own form
        "{'field':'a','in':['b',7]} | a : (b or 7)",
        "{'exists':'a'} | a : *",
        "{'field':'a','wildcard':'b*'} | a : b*",
        "{'field':'a','cidr':'10.0.0.0/8'} | a : 10.0.0.0/8",
        "{'field':'a','range':{'gt':5}} | a > 5",
        "{'not':{'exists':'a'}} | not a : *",
        "{'all':[{'exists':'a'},{'any':[{'exists':'b'},{'exists':'c'}]}]} | a:* and (b:* or c:*)",
        // KQL
        "'a : b and not c : *' | a : b and not c : *"
      })
  void allFormsSayTheSame(String json, String kql) {
    EventQuery query = read(json);
    if (!kql.equals("-")) {
      assertThat(Conditions.simplest(query.condition())).isEqualTo(Kql.parse(kql));
    }
    // and are kept, as they were written and as what they mean
    String written = query.written();
    assertThat(EventQueryJson.stored(EventQueryJson.condition(query), written)).isEqualTo(query);
    assertThat(EventQueryJson.write(query).toString().replace('"', '\'')).isEqualTo(json);
  }

  @Test
  void rangesHaveTwoEnds() {
    assertThat(Kql.format(read("{'range':{'port':{'gte':1,'lt':'1024'}}}").condition()))
        .isEqualTo("port >= 1 and port < 1024");
    assertThat(read("{'field':'port','range':{'gte':1,'lt':'1024'}}").condition())
        .isEqualTo(read("{'range':{'port':{'gte':1,'lt':'1024'}}}").condition());
  }

  @Test
  void everythingIsKeptToo() {
    EventQuery query = read("{'match_all':{}}");
    assertThat(query.condition()).isEqualTo(Condition.ANY);
    assertThat(EventQueryJson.stored(EventQueryJson.condition(query), query.written()))
        .isEqualTo(query);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'query_string':{'query':'a:b'}} | /query_string | 'query_string' is not known here",
        "{'bool':{'must':[{'match_all':{}},{'fuzzy':{'a':'b'}}]}} | /bool/must/1/fuzzy | not known",
        "{'bool':{'must':[{'term':{'a':'b'},'exists':{}}]}} | /bool/must/0 | one property",
        "{'bool':{'must':{'a/b~c':{}}}} | /bool/must/a~1b~0c | not known here",
        "{'bool':{'must':5}} | /bool/must | neither a query nor an array",
        "{'bool':{'must':{'term':{'a':'b'}},'should':[{'term':{'a':'b'}}]}} | /bool/should | minimum_should_match is 1",
        "{'bool':{'should':[],'minimum_should_match':2}} | /bool/minimum_should_match | only 1",
        "{'bool':{'must_not':{'match_all':{}}}} | /bool/must_not | excludes every event",
        "{'bool':{'filters':[]}} | /bool/filters | 'filters' is not known here",
        "{'term':{'a':null}} | /term/a | not a text, number or boolean",
        "{'term':{'a':['b']}} | /term/a | not a text, number or boolean",
        "{'term':{'a':'b','c':'d'}} | /term | names 2 fields",
        "{'term':{'a*':'b'}} | /term/a* | dotted name",
        "{'term':{'a':{'value':'b','case_insensitive':true}}} | /term/a/case_insensitive | not known",
        "{'terms':{'a':[]}} | /terms/a | it takes 1 to 1000",
        "{'terms':{'a':['b',{}]}} | /terms/a/1 | not a text",
        "{'terms':{'ip':['::1','10.0.0.0/33']}} | /terms/ip/1 | 0 to 32 bits",
        "{'range':{'a':{'gte':'now-1d'}}} | /range/a/gte | no bound of a range",
        "{'range':{'a':{'gte':1,'gt':1}}} | /range/a/gte | one of both",
        "{'range':{'a':{'gte':1,'format':'x'}}} | /range/a/format | not known here",
        "{'range':{'a':{}}} | /range/a | at least one bound",
        "{'exists':{'field':7.5}} | /exists/field | dotted name",
        "{'match':{'a':'b c'}} | /match/a | match_phrase",
        "{'match':{'a':{'query':'b','operator':'and'}}} | /match/a/operator | not known",
        "{'match_phrase':{'a':{'query':'b','slop':2}}} | /match_phrase/a/slop | not known",
        "{'wildcard':{'a':'b\\\\c'}} | /wildcard/a | a backslash in a pattern",
        "{'all':[]} | /all | it takes 1 to 1000",
        "{'all':[{'term':{'a':'b'}}]} | /all/0 | a condition has one of",
        "{'all':['a : b']} | /all/0 | a condition is an object",
        "{'field':'a','in':[{}]} | /in/0 | not a text, number or boolean",
        "{'field':'a','in':['b'],'cidr':'::1'} | `` | a condition has one of",
        "{'field':'a','cidr':'b'} | /cidr | not a network",
        "{'field':'a','range':{'gt':'x'}} | /range/gt | no bound of a range",
        "{'field':'a','range':{'ge':1}} | /range/ge | unknown",
        "{'field':'a','wildcard':7} | /wildcard | not a text",
        "{'field':'7','in':['b']} | /field | dotted name",
        "{} | `` | a condition has one of",
        "[] | `` | a condition is an object",
        "7 | `` | a condition is an object",
        "'a : b c' | `` | this is not KQL: expected 'and', 'or', ')' or the end",
        "'a :' | `` | (at character 4)"
      })
  void faultsArePointedAt(String json, String pointer, String detail) {
    InvalidDefinition fault = catchThrowableOfType(InvalidDefinition.class, () -> read(json));
    assertThat(fault).as(json).hasMessageContaining(detail);
    assertThat(fault.pointer()).isEqualTo("/filter" + pointer);
  }

  @Test
  void everythingIsBounded() {
    String deep = "{'not':".repeat(40) + "{'exists':'a'}" + "}".repeat(40);
    assertThat(catchThrowableOfType(InvalidDefinition.class, () -> read(deep)))
        .hasMessageContaining("nested deeper than 32");
    String deepBool =
        "{'bool':{'must_not':".repeat(40) + "{'exists':{'field':'a'}}" + "}}".repeat(40);
    assertThat(catchThrowableOfType(InvalidDefinition.class, () -> read(deepBool)))
        .hasMessageContaining("nested deeper than 32");
    String many =
        "{'any':[" + "{'all':[{'exists':'a'},{'exists':'b'}]},".repeat(500) + "{'exists':'a'}]}";
    assertThat(catchThrowableOfType(InvalidDefinition.class, () -> read(many)))
        .hasMessageContaining("more than 1000 conditions");
    String large = "{'field':'a','in':['" + "x".repeat(70_000) + "']}";
    assertThat(catchThrowableOfType(InvalidDefinition.class, () -> read(large)))
        .hasMessageContaining("longer than 65536 characters");
  }
}

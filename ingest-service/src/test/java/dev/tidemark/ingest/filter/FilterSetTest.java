package dev.tidemark.ingest.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Condition.All;
import dev.tidemark.contract.query.Condition.AnyOf;
import dev.tidemark.contract.query.Condition.Exists;
import dev.tidemark.contract.query.Condition.Not;
import dev.tidemark.contract.query.Condition.Terms;
import dev.tidemark.contract.query.Kql;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSetTest {

  private static final List<String> NAMES =
      List.of("event.category", "process.name", "port", "source.ip", "at");
  private static final FieldTable FIELDS = FieldTable.of(NAMES);

  private static final Condition SHIPPED =
      new All(
          List.of(
              new Terms("event.category", List.of("network")),
              new Not(new Terms("process.name", List.of("packetbeat", "packetbeat.exe")))));

  private static EcsEvent event(String... fieldsAndValues) {
    EcsEvent event = new EcsEvent(FIELDS);
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      event.add(FIELDS.slot(fieldsAndValues[i]), fieldsAndValues[i + 1]);
    }
    return event;
  }

  private static boolean fits(Condition condition, String... fieldsAndValues) {
    return FilterSet.of(List.of(condition), FIELDS).run().ask(event(fieldsAndValues)) == 1;
  }

  @Test
  void theShippedFilterTakesNetworkEventsButNotThoseOfShippers() {
    assertThat(fits(SHIPPED, "event.category", "network")).isTrue();
    assertThat(fits(SHIPPED, "event.category", "network", "process.name", "curl")).isTrue();
    assertThat(fits(SHIPPED, "event.category", "network", "process.name", "packetbeat.exe"))
        .isFalse();
    assertThat(fits(SHIPPED, "event.category", "process")).isFalse();
    assertThat(fits(SHIPPED)).isFalse();
  }

  @Test
  void oneOfSeveralValuesIsEnough() {
    assertThat(fits(SHIPPED, "event.category", "session", "event.category", "network")).isTrue();
    Condition inside = Kql.parse("source.ip : 10.0.0.0/8");
    assertThat(fits(inside, "source.ip", "192.0.2.1", "source.ip", "10.0.0.1")).isTrue();
    assertThat(fits(inside, "source.ip", "192.0.2.1", "source.ip", "x")).isFalse();
  }

  @Test
  void existsAndAnyOfAndTheEmptyOnes() {
    assertThat(fits(new Exists("port"), "port", "1")).isTrue();
    assertThat(fits(new Exists("port"))).isFalse();
    assertThat(fits(new AnyOf(List.of(new Exists("port"), SHIPPED)), "event.category", "network"))
        .isTrue();
    assertThat(fits(new AnyOf(List.of()))).isFalse();
    assertThat(fits(Condition.ANY)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port : 443 | port | 443 | true",
        "port : 443 | port | 443.0 | true",
        "port : 443 | port | 4433 | false",
        "port > 1023 | port | 1024 | true",
        "port > 1023 | port | x | false",
        "source.ip : 2001:db8__1 | source.ip | 2001:DB8:0::1 | true",
        "source.ip : 10.0.0.0/8 | source.ip | 10.1.2.3 | true",
        "not source.ip : 10.0.0.0/8 | source.ip | nonsense | true",
        "process.name : *beat* | process.name | packetbeat.exe | true",
        "process.name : *beat* | process.name | curl | false",
        "at >= 2026-03-01T00_00_00Z | at | 1772323200000 | true",
        "at >= 2026-03-01T00_00_00Z | at | 2026-02-28T23:59:59.999Z | false"
      })
  void kqlIsAskedOfEvents(String kql, String field, String value, boolean fits) {
    String quoted = kql.replace("2001:db8__1", "\"2001:db8::1\"");
    quoted = quoted.replace("2026-03-01T00_00_00Z", "\"2026-03-01T00:00:00Z\"");
    assertThat(fits(Kql.parse(quoted), field, value)).isEqualTo(fits);
  }

  @Test
  void manyJobsAreToldApart() {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      conditions.add(Kql.parse("event.category : network and port : " + i));
    }
    FilterRun run = FilterSet.of(conditions, FIELDS).run();
    assertThat(run.ask(event("event.category", "network", "port", "7"))).isEqualTo(1);
    assertThat(run.hit(0)).isEqualTo(7);
    assertThat(run.ask(event("event.category", "network", "port", "7.0"))).isEqualTo(1);
    assertThat(run.ask(event("event.category", "file", "port", "7"))).isZero();
    assertThat(run.ask(event("event.category", "network"))).isZero();
    assertThat(run.ask(event("event.category", "network", "port", "7", "port", "7", "port", "8")))
        .isEqualTo(2);
  }

  /** The meaning of conditions, in the plainest way. */
  private static boolean holds(Condition condition, Map<String, List<String>> event) {
    return switch (condition) {
      case All all -> all.parts().stream().allMatch(part -> holds(part, event));
      case AnyOf any -> any.parts().stream().anyMatch(part -> holds(part, event));
      case Not not -> !holds(not.part(), event);
      case Condition.Leaf leaf ->
          event.getOrDefault(leaf.field(), List.of()).stream()
              .anyMatch(value -> fits(leaf, leaf.field(), value));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  void askingTogetherIsTheSameAsAskingOneByOne(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 12; round++) {
      // Given
      Set<Condition> distinct = new LinkedHashSet<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        distinct.add(Kql.parse(query(random, 3)));
      }
      List<Condition> conditions = List.copyOf(distinct);
      FilterRun run = FilterSet.of(conditions, FIELDS).run();
      for (int i = 0; i < 20; i++) {
        Map<String, List<String>> values = values(random);
        EcsEvent event = new EcsEvent(FIELDS);
        values.forEach((name, all) -> all.forEach(v -> event.add(FIELDS.slot(name), v)));
        // When
        Set<Integer> hits = new TreeSet<>();
        for (int hit = run.ask(event) - 1; hit >= 0; hit--) {
          assertThat(hits.add(run.hit(hit))).isTrue();
        }
        // Then
        Set<Integer> expected = new TreeSet<>();
        for (int c = 0; c < conditions.size(); c++) {
          if (holds(conditions.get(c), values)) {
            expected.add(c);
          }
          assertThat(Mismatch.of(conditions.get(c), FIELDS).words(event).isEmpty())
              .isEqualTo(expected.contains(c));
        }
        assertThat(hits).as("seed %d: %s on %s", seed, conditions, values).isEqualTo(expected);
      }
    }
  }

  private static String query(Random random, int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(6)) {
      case 0, 1 ->
          one(
              random,
              "event.category : network",
              "event.category : (network or file)",
              "process.name : pack*",
              "process.name : curl",
              "port : 443",
              "port : (80 or 443.0)",
              "port >= 443",
              "port < 1.5",
              "port > 100 and not process.name : curl and event.category : network",
              "port : *",
              "source.ip : 10.0.0.0/8",
              "source.ip : \"2001:db8::/32\"",
              "source.ip : \"2001:db8::1\"",
              "source.ip : (10.0.0.1 or 192.0.2.0/24)");
      case 2 -> "not " + query(random, depth - 1);
      case 3 -> "(" + query(random, depth - 1) + " or " + query(random, depth - 1) + ")";
      default -> "(" + query(random, depth - 1) + " and " + query(random, depth - 1) + ")";
    };
  }

  private static Map<String, List<String>> values(Random random) {
    Map<String, List<String>> values = new TreeMap<>();
    for (String name : NAMES) {
      List<String> some = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        some.add(
            one(
                random,
                "network",
                "file",
                "packetbeat",
                "curl",
                "443",
                "443.0",
                "80",
                "1.25",
                "10.0.0.1",
                "::ffff:10.0.0.1",
                "2001:DB8:0::1",
                "192.0.2.9",
                "::",
                "x:y",
                ""));
      }
      values.put(name, some);
    }
    return values;
  }

  private static String one(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  @Test
  void aMismatchIsToldInWords() {
    Mismatch shipped = Mismatch.of(SHIPPED, FIELDS);
    assertThat(shipped.words(event("event.category", "network"))).isEmpty();
    assertThat(shipped.words(event("event.category", "file")))
        .isEqualTo("event.category is \"file\"; asked for 'event.category : \"network\"'");
    assertThat(shipped.words(event()))
        .isEqualTo("event.category has no value; asked for 'event.category : \"network\"'");
    assertThat(shipped.words(event("event.category", "network", "process.name", "packetbeat.exe")))
        .isEqualTo(
            "excluded: process.name is \"packetbeat.exe\", and 'process.name : (\"packetbeat\" or"
                + " \"packetbeat.exe\")' is not wanted");
    assertThat(
            Mismatch.of(Kql.parse("port : 1 or port > 5 or source.ip : 10.0.0.0/8"), FIELDS)
                .words(event("port", "4")))
        .isEqualTo(
            "none of these holds: port is \"4\"; asked for 'port : \"1\"'; port is \"4\"; asked for"
                + " 'port > 5'; source.ip has no value; asked for 'source.ip : \"10.0.0.0/8\"'");
  }
}

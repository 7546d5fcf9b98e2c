package dev.tidemark.ingest.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.filter.Condition.All;
import dev.tidemark.ingest.filter.Condition.AnyOf;
import dev.tidemark.ingest.filter.Condition.Exists;
import dev.tidemark.ingest.filter.Condition.Not;
import dev.tidemark.ingest.filter.Condition.Terms;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionTest {

  private static final FieldTable FIELDS =
      FieldTable.of(List.of("event.category", "process.name", "port"));

  private static final Condition SHIPPED =
      new All(
          List.of(
              new Terms("event.category", Set.of("network")),
              new Not(new Terms("process.name", Set.of("packetbeat", "packetbeat.exe")))));

  private static boolean fits(Condition condition, String... fieldsAndValues) {
    EcsEvent event = new EcsEvent(FIELDS);
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      event.add(FIELDS.slot(fieldsAndValues[i]), fieldsAndValues[i + 1]);
    }
    return condition.compile(FIELDS).test(event);
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
  }

  @Test
  void numbersAreComparedInTheirJsonForm() {
    Condition port = new Terms("port", Set.of("443"));
    assertThat(fits(port, "port", "443")).isTrue();
    assertThat(fits(port, "port", "443.0")).isFalse();
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
}

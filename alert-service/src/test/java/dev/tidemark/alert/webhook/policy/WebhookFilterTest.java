package dev.tidemark.alert.webhook.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookFilterTest {

  @Test
  void withoutConditionsEveryAlertPasses() {
    assertThat(new WebhookFilter(Set.of(), null).passes("spike", "low")).isTrue();
  }

  @Test
  void onlyTheNamedRulesPass() {
    WebhookFilter filter = new WebhookFilter(Set.of("spike"), null);
    assertThat(filter.passes("spike", "low")).isTrue();
    assertThat(filter.passes("other", "critical")).isFalse();
  }

  @Test
  void onlyTheSeverityAndWhatIsAboveItPass() {
    WebhookFilter filter = new WebhookFilter(Set.of(), "high");
    assertThat(filter.passes("spike", "medium")).isFalse();
    assertThat(filter.passes("spike", "high")).isTrue();
    assertThat(filter.passes("spike", "critical")).isTrue();
  }

  @Test
  void anUnknownSeverityIsRefusedInAFilterButPassesInAnAlert() {
    assertThatThrownBy(() -> new WebhookFilter(Set.of(), "severe"))
        .hasMessageContaining("severe")
        .hasMessageContaining("critical");
    assertThat(new WebhookFilter(Set.of(), "high").passes("spike", "severe")).isTrue();
  }
}

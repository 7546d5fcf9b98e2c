package dev.tidemark.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.alert.pipeline.ScoreOf;
import org.junit.jupiter.api.Test;

class RuleEntityTest {

  private static RuleEntity stored(String definition) {
    RuleEntity rule = new RuleEntity();
    rule.id = "spike";
    rule.definition = definition;
    return rule;
  }

  @Test
  void whatALaterVersionHasWrittenIsReadAsFarAsItIsKnown() {
    RuleEntity rule = stored("{\"name\":\"A\",\"anomaly_threshold\":50,\"mood\":\"dark\"}");
    assertThat(rule.terms().threshold()).isEqualTo(50);
  }

  @Test
  void aRuleOfBeforeThereWasAJobsScoreLooksAtIt() {
    assertThat(stored("{\"name\":\"A\"}").terms().scoreOf()).isEqualTo(ScoreOf.JOB);
    assertThat(stored("{\"name\":\"A\",\"score_of\":\"series\"}").terms().scoreOf())
        .isEqualTo(ScoreOf.SERIES);
    assertThat(stored("{\"name\":\"A\"}").snapshot()).contains("\"score_of\":\"job\"");
  }
}

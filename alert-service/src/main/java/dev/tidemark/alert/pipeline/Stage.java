package dev.tidemark.alert.pipeline;

import java.util.Optional;

/** One question that a record must pass before it may open an alert. */
interface Stage {

  /** Why the record does not alert; empty: this stage lets it pass. */
  Optional<Decision> objection(Anomaly anomaly, RuleTerms rule);
}

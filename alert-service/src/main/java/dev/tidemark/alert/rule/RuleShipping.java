package dev.tidemark.alert.rule;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Ships the rules at the start; tried again for as long as the database is away. */
@ApplicationScoped
class RuleShipping {

  private static final Logger LOG = Logger.getLogger(RuleShipping.class);

  private final ShippedRules rules;
  private volatile boolean done;

  RuleShipping(ShippedRules rules) {
    this.rules = rules;
  }

  @Scheduled(
      every = "1s",
      identity = "rule-shipping",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> ship() {
    if (done) {
      return Uni.createFrom().voidItem();
    }
    return rules
        .ship()
        .invoke(() -> done = true)
        .onFailure()
        .invoke(e -> LOG.warnf("rules cannot be shipped yet, trying again reason=%s", e))
        .onFailure()
        .recoverWithNull();
  }
}

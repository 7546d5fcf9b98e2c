package dev.tidemark.alert.rule;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the jobs of rules that were switched on: once for every switching on, tried until it works,
 * so that it does not matter which service starts first.
 */
@ApplicationScoped
class RuleStarter {

  private static final Logger LOG = Logger.getLogger(RuleStarter.class);

  private final RuleRepository rules;
  private final JobOpener jobs;
  private final Map<String, String> failing = new ConcurrentHashMap<>();

  RuleStarter(RuleRepository rules, JobOpener jobs) {
    this.rules = rules;
    this.jobs = jobs;
  }

  /** Why a rule's jobs are not open yet; null if nothing is known to be wrong. */
  @Nullable String problemOf(String ruleId) {
    return failing.get(ruleId);
  }

  @Scheduled(
      every = "{tidemark.alert.rule-start-interval:2s}",
      identity = "rule-starter",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> start() {
    return rules
        .toStart()
        .onItem()
        .transformToMulti(found -> Multi.createFrom().iterable(found))
        .onItem()
        .transformToUniAndConcatenate(this::start)
        .collect()
        .last()
        .onFailure()
        .invoke(e -> LOG.debugf("rules cannot be read reason=%s", e))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private Uni<Void> start(RuleEntity rule) {
    return Multi.createFrom()
        .iterable(rule.jobs())
        .onItem()
        .transformToUniAndConcatenate(job -> jobs.open(job, "rule " + rule.id()))
        .collect()
        .last()
        .chain(() -> rules.started(rule))
        .invoke(() -> started(rule))
        .onFailure()
        .invoke(failure -> failed(rule, failure))
        .onFailure()
        .recoverWithNull();
  }

  private void started(RuleEntity rule) {
    failing.remove(rule.id());
    LOG.infof("jobs of the rule are open rule=%s jobs=%s", rule.id(), rule.jobs());
  }

  private void failed(RuleEntity rule, Throwable failure) {
    if (failing.put(rule.id(), String.valueOf(failure.getMessage())) == null) {
      LOG.warnf(
          "jobs of the rule cannot be opened, trying again rule=%s reason=%s",
          rule.id(), failure.getMessage());
    }
  }
}

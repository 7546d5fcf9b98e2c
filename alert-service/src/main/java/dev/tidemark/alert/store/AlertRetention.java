package dev.tidemark.alert.store;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Drops alerts and decisions that are older than they are kept, by whole months. */
@ApplicationScoped
class AlertRetention {

  private static final Logger LOG = Logger.getLogger(AlertRetention.class);

  private final Months months;
  private final Duration kept;
  private final Clock clock;

  AlertRetention(
      Months months,
      @ConfigProperty(name = "tidemark.alert.retention", defaultValue = "400d") Duration kept,
      Clock clock) {
    this.months = months;
    this.kept = kept;
    this.clock = clock;
  }

  @Scheduled(
      every = "12h",
      delayed = "1m",
      identity = "alert-retention",
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> drop() {
    return months
        .dropBefore(clock.instant().minus(kept))
        .invoke(dropped -> LOG.infof("old months dropped tables=%d", dropped))
        .onFailure()
        .invoke(failure -> LOG.warnf("old months stay for now reason=%s", failure))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }
}

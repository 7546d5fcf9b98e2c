package dev.tidemark.baseline.job;

import dev.tidemark.baseline.definition.ShippedJob;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Creates the shipped jobs when the service starts for the first time. */
@ApplicationScoped
public class ShippedJobs {

  private final Jobs jobs;

  ShippedJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  void ship(@Observes StartupEvent started) throws Throwable {
    boolean created =
        VertxContextSupport.subscribeAndAwait(() -> jobs.ship(ShippedJob.highCountNetworkEvents()));
    if (created) {
      Log.infof("shipped job created job=%s", ShippedJob.highCountNetworkEvents().id());
    }
  }
}

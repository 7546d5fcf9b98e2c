package dev.tidemark.alert.judging;

import dev.tidemark.alert.pipeline.Effect;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;

/** Counts what judging came to. */
@Singleton
class JudgingMetrics {

  private final MeterRegistry registry;

  JudgingMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Effects that are committed. */
  void judged(List<Effect> effects) {
    effects.forEach(this::count);
  }

  private void count(Effect effect) {
    switch (effect) {
      case Effect.Opened opened ->
          registry
              .counter("tidemark_alerts_opened", "kind", "anomaly", "origin", origin(opened.live()))
              .increment();
      case Effect.DataMissing _ ->
          registry
              .counter("tidemark_alerts_opened", "kind", "no_data", "origin", "live")
              .increment();
      case Effect.Updated _ -> registry.counter("tidemark_alerts_updated").increment();
      case Effect.Recovered _ -> registry.counter("tidemark_alerts_recovered").increment();
      case Effect.Decided decided ->
          registry
              .counter("tidemark_rules_decisions", "reason", decided.decision().reason().word())
              .increment();
    }
  }

  private static String origin(boolean live) {
    return live ? "live" : "history";
  }
}

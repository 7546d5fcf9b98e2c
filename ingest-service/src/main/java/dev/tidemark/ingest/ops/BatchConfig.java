package dev.tidemark.ingest.ops;

import dev.tidemark.ingest.fold.BatchPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How requests share Kafka transactions. */
@ConfigMapping(prefix = "tidemark.ingest.batch")
public interface BatchConfig extends BatchPolicy {

  /**
   * Longest wait of an accepted event for its transaction. Higher: fewer commits, slower answers.
   */
  @Override
  @WithDefault("50ms")
  @DurationMin(millis = 20)
  @DurationMax(millis = 200)
  Duration maxDelay();

  /** Aggregates that begin a commit early. Bounds the size of a transaction. */
  @Override
  @WithDefault("10000")
  @Min(1)
  int maxUpdates();

  /** Aggregates that may wait for a commit; beyond, requests get 503. Bounds memory. */
  @Override
  @WithDefault("40000")
  @Min(1)
  int maxPending();
}

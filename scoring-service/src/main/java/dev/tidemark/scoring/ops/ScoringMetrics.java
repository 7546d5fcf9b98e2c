package dev.tidemark.scoring.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Counts what is scored and what is refused. */
@ApplicationScoped
public class ScoringMetrics {

  private static final String REFUSED = "tidemark_scoring_requests_refused";

  private final MeterRegistry registry;
  private final Timer requests;

  ScoringMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.requests =
        Timer.builder("tidemark_scoring_requests")
            .description("Requests answered, and how long they took")
            .register(registry);
  }

  /**
   * Runs an answer; counts it and its buckets unless it throws.
   *
   * @param buckets how many buckets it scores
   */
  public <T> T timed(int buckets, Supplier<T> answer) {
    Timer.Sample sample = Timer.start(registry);
    T result = answer.get();
    sample.stop(requests);
    registry.counter("tidemark_scoring_buckets").increment(buckets);
    return result;
  }

  /** Counts a request that was refused, by its gRPC status. */
  public void refused(String status) {
    registry.counter(REFUSED, "status", status).increment();
  }
}

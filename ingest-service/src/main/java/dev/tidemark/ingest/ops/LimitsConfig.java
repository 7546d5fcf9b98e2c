package dev.tidemark.ingest.ops;

import dev.tidemark.ingest.event.InputLimits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What is accepted, and how much of it. */
@ConfigMapping(prefix = "tidemark.ingest.limits")
public interface LimitsConfig extends InputLimits {

  /** Longest document in bytes. Bounds the memory of a request. */
  @Override
  @WithDefault("1048576")
  @Min(1024)
  int maxLineBytes();

  /** Deepest nesting of a document. */
  @Override
  @WithDefault("64")
  @Min(4)
  @Max(500)
  int maxDepth();

  /** How far ahead of this machine's clock an event may be. */
  @Override
  @WithDefault("5m")
  Duration maxFuture();

  /** How old a live event may be: what baseline-service can still repair. */
  @Override
  @WithDefault("24h")
  Duration repairWindow();

  /** Longest body in bytes, after decompression. */
  @WithDefault("268435456")
  @Min(1024)
  long maxBodyBytes();

  /** Errors that an answer lists; the others are only counted. */
  @WithDefault("100")
  @Min(1)
  int maxErrors();

  /** Requests that are read at the same time; beyond, they get 429. Bounds memory. */
  @WithDefault("256")
  @Min(1)
  int maxRequests();

  /** Aggregates one keyed request may hold, as it is committed as a whole; beyond, it gets 413. */
  @WithDefault("40000")
  @Min(1)
  int maxKeyedUpdates();

  /**
   * Aggregates that all requests together hold which are committed as a whole; beyond, the one that
   * asks for more gets 429. Bounds memory.
   */
  @WithDefault("200000")
  @Min(1)
  int maxHeldUpdates();

  /** Documents of one {@code _bulk} request; beyond, it gets 413. Bounds the answer. */
  @WithDefault("50000")
  @Min(1)
  int maxBulkItems();

  /**
   * Requests that are read at the same time for one API key; beyond, they get 429. Below {@link
   * #maxRequests()}, so that no sender takes all places; 0: no limit of its own.
   */
  @WithDefault("200")
  @Min(0)
  int maxRequestsPerKey();

  /**
   * Events a second that one API key may send to this instance; beyond, its requests get 429 until
   * it is within. 0: no limit.
   */
  @WithDefault("0")
  @Min(0)
  long maxEventsPerSecond();

  /**
   * Bytes a second, after decompression, that one API key may send to this instance; beyond, its
   * requests get 429 until it is within. 0: no limit.
   */
  @WithDefault("0")
  @Min(0)
  long maxBytesPerSecond();

  /** How much of a rate a key may save up and send at once. */
  @WithDefault("10s")
  @DurationMin(millis = 100)
  @DurationMax(hours = 1)
  Duration rateBurst();

  /** How long a body may bring nothing; then the request is ended with 408. */
  @WithDefault("30s")
  @DurationMin(millis = 100)
  @DurationMax(hours = 1)
  Duration bodyIdle();

  /** How long a body without a key of its own is remembered where clients send again unasked. */
  @WithDefault("15m")
  @DurationMin(minutes = 1)
  @DurationMax(hours = 24)
  Duration bodyMemory();
}

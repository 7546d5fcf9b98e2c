package dev.tidemark.ingest.ops;

import dev.tidemark.ingest.event.InputLimits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

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

  /** Requests that are read at the same time; beyond, they get 503. Bounds memory. */
  @WithDefault("256")
  @Min(1)
  int maxRequests();

  /** Aggregates one keyed request may hold, as it is committed as a whole; beyond, it gets 413. */
  @WithDefault("40000")
  @Min(1)
  int maxKeyedUpdates();
}

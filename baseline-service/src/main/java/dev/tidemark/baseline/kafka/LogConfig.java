package dev.tidemark.baseline.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the log of bucket updates is read. */
@ConfigMapping(prefix = "tidemark.baseline")
public interface LogConfig {

  /**
   * How long a live watermark stands still after a gap in the ticks, in append time: agents send
   * again what they could not, before buckets close. Longer: fewer late events after an outage,
   * later results.
   */
  @WithDefault("5m")
  Duration catchUp();

  /** Longest time that applied updates wait for their commit. Longer: fewer, larger commits. */
  @WithDefault("500ms")
  Duration commitEvery();
}

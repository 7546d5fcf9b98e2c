package dev.tidemark.baseline.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long results are kept. */
@ConfigMapping(prefix = "tidemark.baseline.retention")
public interface RetentionConfig {

  /** Age of a month of buckets, from its end, at which it is dropped. More: a larger database. */
  @WithDefault("P90D")
  Duration buckets();

  /** Age of a month of records, from its end, at which it is dropped. */
  @WithDefault("P400D")
  Duration records();
}

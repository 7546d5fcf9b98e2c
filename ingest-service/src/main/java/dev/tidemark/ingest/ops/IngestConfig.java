package dev.tidemark.ingest.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What this instance is called, and how patient it is. */
@ConfigMapping(prefix = "tidemark.ingest")
public interface IngestConfig {

  /**
   * Name of this instance, unique among those that run and best stable (a pod's name): its Kafka
   * transactional id derives from it. Unset: host name and a random part.
   */
  Optional<String> instance();

  /** How long a request for a backfilling job waits for the news that the job is backfilling. */
  @WithDefault("2s")
  Duration jobWait();
}

package dev.tidemark.ingest.ops;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "tidemark")
public interface AccessConfig {

  /**
   * API keys as {@code NAME:SCOPE+SCOPE:SHA256}. None: everybody may do anything, and the service
   * refuses to start unless it is bound to the loopback interface.
   */
  Optional<List<String>> apiKeys();
}

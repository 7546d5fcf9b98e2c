package dev.tidemark.alert.webhook;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The key that protects webhook secrets in the database. */
@ConfigMapping(prefix = "tidemark.alert")
public interface SecretConfig {

  /**
   * Base64 of 32 bytes (TIDEMARK_ALERT_SECRET_KEY). Needed unless bound to loopback; changing it
   * makes stored secrets unreadable.
   */
  Optional<String> secretKey();
}

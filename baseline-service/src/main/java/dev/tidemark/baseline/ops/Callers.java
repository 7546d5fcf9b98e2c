package dev.tidemark.baseline.ops;

import dev.tidemark.contract.ApiKeys;
import dev.tidemark.contract.ApiKeys.Scope;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Knows the API keys. Without any, everybody is {@code local} and may do everything, so the service
 * then starts on loopback only.
 */
@Singleton
public class Callers {

  private static final ApiKeys.Caller LOCAL =
      new ApiKeys.Caller("local", EnumSet.allOf(Scope.class));
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;
  private final String host;

  Callers(
      @ConfigProperty(name = "tidemark.api-keys") Optional<List<String>> entries,
      @ConfigProperty(name = "quarkus.http.host") String host) {
    this.keys = ApiKeys.parse(entries.orElse(List.of()));
    this.host = host;
  }

  void refuseToBeOpen(@Observes StartupEvent started) {
    if (keys.isEmpty() && !isLoopback(host)) {
      throw new IllegalStateException(
          "no API keys (TIDEMARK_API_KEYS) although QUARKUS_HTTP_HOST is '"
              + host
              + "': set keys, or bind to 127.0.0.1");
    }
  }

  /** Who sends these headers; empty without a known key where keys are needed. */
  Optional<ApiKeys.Caller> caller(@Nullable String authorization, @Nullable String apiKey) {
    if (keys.isEmpty()) {
      return Optional.of(LOCAL);
    }
    if (apiKey != null) {
      return keys.caller(apiKey);
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    return keys.caller(authorization.substring(BEARER.length()).strip());
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

package dev.tidemark.ingest.ops;

import dev.tidemark.contract.ApiKeys;
import dev.tidemark.contract.ApiKeys.Caller;
import dev.tidemark.contract.ApiKeys.Scope;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Tells who is calling. */
@Singleton
public class Access {

  private static final Caller LOCAL = new Caller("local", EnumSet.allOf(Scope.class));

  private final ApiKeys keys;

  Access(AccessConfig config) {
    keys = ApiKeys.parse(config.apiKeys().orElse(List.of()));
  }

  /**
   * Stops start-up when anybody on the network could call without a key.
   *
   * @param host the address that HTTP is bound to
   * @throws IllegalStateException if there are no keys and the bound address is not loopback
   */
  void check(String host) {
    if (keys.isEmpty() && !isLoopback(host)) {
      throw new IllegalStateException(
          "tidemark.api-keys is empty and quarkus.http.host is '"
              + host
              + "': set TIDEMARK_API_KEYS, or bind to 127.0.0.1");
    }
  }

  /**
   * Who is calling.
   *
   * @param key the key sent; empty: none
   * @return empty for a missing or unknown key
   */
  public Optional<Caller> caller(String key) {
    return keys.isEmpty() ? Optional.of(LOCAL) : keys.caller(key);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

package dev.tidemark.alert.webhook;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names that only the tests know; all others resolve as usual. */
@Singleton
@Alternative
@Priority(1)
class FakeNames implements HostResolver {

  private final Map<String, String> addresses = new ConcurrentHashMap<>();

  void point(String host, String address) {
    addresses.put(host, address);
  }

  @Override
  public Uni<List<InetAddress>> resolve(String host) {
    String address = addresses.getOrDefault(host, host);
    try {
      return Uni.createFrom().item(List.of(InetAddress.getAllByName(address)));
    } catch (UnknownHostException e) {
      return Uni.createFrom().failure(e);
    }
  }
}

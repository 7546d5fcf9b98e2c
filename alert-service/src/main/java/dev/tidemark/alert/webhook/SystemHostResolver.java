package dev.tidemark.alert.webhook;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;

/** Asks the operating system, as every other program on it does. */
@ApplicationScoped
@DefaultBean
class SystemHostResolver implements HostResolver {

  private final Vertx vertx;

  SystemHostResolver(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Uni<List<InetAddress>> resolve(String host) {
    return Uni.createFrom()
        .completionStage(
            () ->
                vertx
                    .executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                    .toCompletionStage());
  }
}

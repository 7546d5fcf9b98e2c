package dev.tidemark.alert.ops;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Gives every reactive connection, whatever URL the operator wrote, this service's schema and the
 * time limits that keep one frozen process from holding rows against all others. What the URL says
 * itself wins.
 */
@Singleton
public final class DatabasePool implements PgPoolCreator {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "search_path", "alert",
          "idle_in_transaction_session_timeout", "10000",
          "lock_timeout", "10000",
          "statement_timeout", "60000");

  @Override
  public Pool create(Input input) {
    input.pgConnectOptionsList().forEach(DatabasePool::complete);
    Vertx vertx = input.vertx();
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
        .using(vertx)
        .build();
  }

  private static void complete(PgConnectOptions options) {
    SETTINGS.forEach(
        (name, value) -> {
          if (!options.getProperties().containsKey(name)) {
            options.addProperty(name, value);
          }
        });
  }
}

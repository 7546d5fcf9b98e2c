package dev.tidemark.baseline.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Whether this instance is the one that publishes. A lease of three seconds, by the clock of the
 * database, renewed every second; no transaction stays open, so a frozen holder blocks nobody.
 */
@ApplicationScoped
class OutboxLease {

  private static final String TAKE =
      """
      INSERT INTO outbox_publisher AS p (holder, until) VALUES ($1, now() + interval '3 seconds')
      ON CONFLICT (singleton) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE p.holder = excluded.holder OR p.until < now()""";
  private static final String RELEASE =
      "UPDATE outbox_publisher SET until = now() WHERE holder = $1";
  private static final long ASK_AGAIN_NANOS = 1_000_000_000L;

  private final Pool pool;
  private final String me = UUID.randomUUID().toString();
  private volatile State state = State.UNKNOWN;
  private volatile long askedAt;

  private enum State {
    UNKNOWN,
    HELD,
    TAKEN
  }

  OutboxLease(Pool pool) {
    this.pool = pool;
  }

  /** Whether this instance holds the lease, taking or renewing it if need be. */
  Uni<Boolean> held() {
    // Elapsed time, not the clock: it also passes while the process is frozen.
    long now = System.nanoTime();
    State known = state;
    if (known != State.UNKNOWN && now - askedAt < ASK_AGAIN_NANOS) {
      return Uni.createFrom().item(known == State.HELD);
    }
    return pool.preparedQuery(TAKE)
        .execute(Tuple.of(me))
        .map(result -> remember(result.rowCount() == 1, now));
  }

  /** Something went wrong: ask again before the next batch. */
  void doubt() {
    state = State.UNKNOWN;
  }

  /** Lets another instance take over at once. */
  Uni<Void> release() {
    state = State.UNKNOWN;
    return pool.preparedQuery(RELEASE).execute(Tuple.of(me)).replaceWithVoid();
  }

  private boolean remember(boolean held, long at) {
    state = held ? State.HELD : State.TAKEN;
    askedAt = at;
    return held;
  }
}

package dev.tidemark.baseline.store;

import dev.tidemark.baseline.store.Rows.BucketRow;
import dev.tidemark.baseline.store.Rows.Place;
import dev.tidemark.baseline.store.Rows.RecordRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Makes the table partitions that results need. That one exists is believed for some minutes only:
 * retention, perhaps that of another instance, may have dropped it.
 */
@ApplicationScoped
class Months {

  private static final Duration BELIEVED = Duration.ofMinutes(5);

  private final Pool pool;
  private final Map<YearMonth, Long> madeNanos = new ConcurrentHashMap<>();

  Months(Pool pool) {
    this.pool = pool;
  }

  /** Makes what is missing for these rows, in transactions of its own. */
  Uni<Void> ensure(Rows rows) {
    Set<YearMonth> missing = new TreeSet<>();
    Stream.of(
            rows.buckets().stream().map(BucketRow::place),
            rows.additions().stream().map(addition -> addition.row().place()),
            rows.records().stream().map(RecordRow::place))
        .flatMap(places -> places)
        .map(Months::month)
        .filter(month -> !isKnown(month))
        .forEach(missing::add);
    Uni<Void> all = Uni.createFrom().voidItem();
    for (YearMonth month : missing) {
      all = all.chain(() -> make(month));
    }
    return all;
  }

  private Uni<Void> make(YearMonth month) {
    return pool.preparedQuery("SELECT ensure_month($1)")
        .execute(Tuple.tuple().addLocalDate(month.atDay(1)))
        .invoke(() -> madeNanos.put(month, System.nanoTime()))
        .replaceWithVoid();
  }

  private boolean isKnown(YearMonth month) {
    Long made = madeNanos.get(month);
    return made != null && System.nanoTime() - made < BELIEVED.toNanos();
  }

  private static YearMonth month(Place place) {
    return YearMonth.from(Columns.time(place.start()));
  }
}

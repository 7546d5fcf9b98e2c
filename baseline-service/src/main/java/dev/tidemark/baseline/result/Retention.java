package dev.tidemark.baseline.result;

import dev.tidemark.baseline.ops.RetentionConfig;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Drops months of results that are too old: by the clock, and for every job in them also by event
 * time. So a replay of old traffic is not dropped under the eyes of the one who looks at it: of
 * each job, the newest stretch of results stays, however old it is.
 */
@ApplicationScoped
public class Retention {

  private static final String MONTHS =
      """
      SELECT child.relname AS name FROM pg_inherits
      JOIN pg_class child ON child.oid = inhrelid
      WHERE inhparent = to_regclass($1) ORDER BY 1""";
  private static final Pattern MONTH = Pattern.compile("(bucket|record)_(\\d{4})_(\\d{2})");

  private final Pool pool;
  private final RetentionConfig config;
  private final Clock clock;

  Retention(Pool pool, RetentionConfig config, Clock clock) {
    this.pool = pool;
    this.config = config;
    this.clock = clock;
  }

  @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> dropOldMonths() {
    return drop("bucket", config.buckets()).chain(() -> drop("record", config.records()));
  }

  private Uni<Void> drop(String table, Duration kept) {
    return pool.preparedQuery(MONTHS)
        .execute(Tuple.of(table))
        .map(
            rows -> {
              List<String> names = new ArrayList<>();
              rows.forEach(row -> names.add(row.getString("name")));
              return names;
            })
        .onItem()
        .transformToMulti(names -> Multi.createFrom().iterable(names))
        .select()
        .where(name -> isPast(name, kept))
        .onItem()
        .transformToUniAndConcatenate(name -> dropUnlessNeeded(name, kept))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private boolean isPast(String name, Duration kept) {
    return MONTH.matcher(name).matches() && end(name).plus(kept).isBefore(clock.instant());
  }

  private Uni<Void> dropUnlessNeeded(String name, Duration kept) {
    // The name is one of ours: it matched the pattern.
    String needed =
        "SELECT 1 FROM (SELECT DISTINCT job_uid FROM "
            + name
            + ") AS held JOIN job ON uid = job_uid"
            + " WHERE NOT EXISTS (SELECT 1 FROM bucket WHERE bucket.job_uid = held.job_uid"
            + " AND bucket_start >= $1) LIMIT 1";
    OffsetDateTime newer = end(name).plus(kept).atOffset(ZoneOffset.UTC);
    return pool.preparedQuery(needed)
        .execute(Tuple.of(newer))
        .chain(
            rows ->
                rows.size() > 0
                    ? Uni.createFrom().voidItem()
                    : pool.query("DROP TABLE IF EXISTS " + name)
                        .execute()
                        .invoke(() -> Log.infof("old results dropped month=%s", name))
                        .replaceWithVoid());
  }

  private static Instant end(String name) {
    var matcher = MONTH.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name + " is no month of results");
    }
    return YearMonth.of(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)))
        .plusMonths(1)
        .atDay(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }
}

package dev.tidemark.alert.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.reactive.mutiny.Mutiny;

/** Makes the partitions of months before they are written to. */
@ApplicationScoped
public class Months {

  private final Mutiny.SessionFactory sessions;
  private final Set<YearMonth> known = ConcurrentHashMap.newKeySet();

  Months(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  /** Makes what times need and is not known to be there; in a transaction of its own. */
  public Uni<Void> ensure(Collection<Instant> times) {
    List<YearMonth> missing =
        times.stream()
            .map(time -> YearMonth.from(LocalDate.ofInstant(time, ZoneOffset.UTC)))
            .filter(month -> !known.contains(month))
            .distinct()
            .sorted()
            .toList();
    if (missing.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return sessions
        .withTransaction(session -> make(session, missing))
        .invoke(() -> known.addAll(missing));
  }

  /** Drops the months that ended before a time. */
  public Uni<Integer> dropBefore(Instant time) {
    LocalDate month = YearMonth.from(LocalDate.ofInstant(time, ZoneOffset.UTC)).atDay(1);
    return sessions
        .withTransaction(
            session ->
                session
                    .createNativeQuery(
                        "SELECT CAST(drop_months_before(CAST(CAST(:month AS text) AS date)) AS text)",
                        String.class)
                    .setParameter("month", month.toString())
                    .getSingleResult())
        .invoke(known::clear)
        .map(Integer::valueOf);
  }

  private static Uni<Void> make(Mutiny.Session session, List<YearMonth> months) {
    Uni<Void> made = Uni.createFrom().voidItem();
    for (YearMonth month : months) {
      made =
          made.chain(
              () ->
                  session
                      .createNativeQuery(
                          "SELECT CAST(ensure_month(CAST(CAST(:month AS text) AS date)) AS text)",
                          String.class)
                      .setParameter("month", month.atDay(1).toString())
                      .getResultList()
                      .replaceWithVoid());
    }
    return made;
  }
}

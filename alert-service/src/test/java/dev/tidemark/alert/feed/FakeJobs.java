package dev.tidemark.alert.feed;

import dev.tidemark.alert.rule.JobOpener;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The owner of jobs, which does not answer the first two times it is asked about a job. */
@Singleton
@Alternative
@Priority(1)
class FakeJobs implements JobOpener {

  private static final int UNANSWERED = 2;

  private final Map<String, List<String>> actors = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();

  @Override
  public Uni<Void> open(String job, String actor) {
    if (asked.merge(job, 1, Integer::sum) <= UNANSWERED) {
      return Uni.createFrom().failure(new IllegalStateException("not there yet"));
    }
    actors.computeIfAbsent(job, _ -> new CopyOnWriteArrayList<>()).add(actor);
    return Uni.createFrom().voidItem();
  }

  /** On whose behalf a job was opened, every time. */
  List<String> openedBy(String job) {
    return actors.getOrDefault(job, List.of());
  }
}

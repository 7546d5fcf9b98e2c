package dev.tidemark.alert.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Whether judging works. */
@ApplicationScoped
public class FeedHealth {

  private volatile @Nullable String problem;

  /** It works. */
  void works() {
    problem = null;
  }

  /** It does not; true if that is new. */
  boolean fails(String reason) {
    boolean isNew = problem == null;
    problem = reason;
    return isNew;
  }

  /** Why it does not work; null: it does. */
  public @Nullable String problem() {
    return problem;
  }
}

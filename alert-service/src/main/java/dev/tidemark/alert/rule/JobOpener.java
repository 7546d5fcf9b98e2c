package dev.tidemark.alert.rule;

import io.smallrye.mutiny.Uni;

/** Opens jobs at the service that owns them. */
public interface JobOpener {

  /**
   * Opens a job; one that is open already stays so. Fails with what the owner says, or if it does
   * not answer.
   *
   * @param job its id
   * @param actor on whose behalf
   */
  Uni<Void> open(String job, String actor);
}

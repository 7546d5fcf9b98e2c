package dev.tidemark.ingest.kafka;

import dev.tidemark.ingest.fold.UpdateGroup;

/** Where groups of updates are committed. Used by one thread at a time. */
public interface UpdateLog extends AutoCloseable {

  /**
   * Commits a group: all of it or nothing.
   *
   * @throws UnknownOutcomeException if it is not known to be committed; the log cannot be used any
   *     more and is to be closed
   */
  void commit(UpdateGroup group);

  @Override
  void close();

  /** Opens logs; a new one makes sure that no older one of this instance can still write. */
  interface Opener {

    /**
     * Opens a log.
     *
     * @throws UnknownOutcomeException if that is not possible now
     */
    UpdateLog open();
  }

  /** Kafka did not confirm. */
  final class UnknownOutcomeException extends RuntimeException {

    UnknownOutcomeException(String message) {
      super(message);
    }

    UnknownOutcomeException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

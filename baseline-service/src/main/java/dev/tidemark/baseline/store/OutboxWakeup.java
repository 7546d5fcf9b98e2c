package dev.tidemark.baseline.store;

/** Whoever publishes the outbox; told after a transaction that wrote to it was committed. */
public interface OutboxWakeup {

  /** Says that there may be something to publish. Returns at once; never throws. */
  void wake();
}

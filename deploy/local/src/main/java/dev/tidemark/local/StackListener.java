package dev.tidemark.local;

import java.time.Duration;

/** Hears how a stack is doing. The default does nothing. */
public interface StackListener {

  /** Says nothing. */
  StackListener SILENT = new StackListener() {};

  /** A part is about to start. */
  default void starting(String part) {}

  /** A part is ready. */
  default void ready(String part, String where, Duration took) {}

  /** A service ended without being told to; it is not started again. */
  default void died(ServiceProcess service, int exitCode) {}

  /** A part is about to stop. */
  default void stopping(String part) {}
}

package dev.tidemark.ingest.event;

import java.time.Duration;

/** What is still accepted as an event. */
public interface InputLimits {

  /** Longest document in bytes. */
  int maxLineBytes();

  /** Deepest nesting of objects and arrays; the document itself is level 1. */
  int maxDepth();

  /** How far ahead of the clock an event may be. */
  Duration maxFuture();

  /** How old a live event may be. */
  Duration repairWindow();
}

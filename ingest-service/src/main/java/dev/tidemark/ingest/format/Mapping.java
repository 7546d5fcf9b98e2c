package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.Verdict;

/** Makes ECS events of one format's documents. Immutable. */
interface Mapping {

  /** The format. */
  Format format();

  /** Slots of fields of which each document has at least one, and few others do. */
  int[] marks();

  /** Whether a document is of this format. */
  boolean recognises(EcsEvent event);

  /**
   * Sets the event's ECS fields and its time.
   *
   * @param context what belongs to the body
   */
  Verdict map(EcsEvent event, Context context);

  /** What belongs to the body that a document is in. */
  interface Context {

    /** Time of arrival, milliseconds since the epoch, or none. */
    long arrivalMillis();

    /** For this body alone. */
    CommunityId communityId();
  }
}

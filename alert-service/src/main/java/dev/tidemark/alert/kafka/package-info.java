/**
 * The topics that are read: anomalies to be judged, jobs to be known. What cannot be used goes to
 * the dead letters, counted, and never stops the rest.
 */
@NullMarked
package dev.tidemark.alert.kafka;

import org.jspecify.annotations.NullMarked;

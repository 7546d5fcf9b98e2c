/**
 * What an event is, and how a body of JSON becomes events, chunk by chunk. Pure: no framework, no
 * clock, no I/O.
 */
@NullMarked
package dev.tidemark.ingest.event;

import org.jspecify.annotations.NullMarked;

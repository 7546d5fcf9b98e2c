/**
 * What {@code deploy/bench/ingest} measures this service against. Only in its own build, never in
 * what is shipped.
 */
@NullMarked
package dev.tidemark.ingest.bench;

import org.jspecify.annotations.NullMarked;

/**
 * The HTTP doors: events and heartbeats. Bodies are read chunk by chunk and answered after the
 * commit.
 */
@NullMarked
package dev.tidemark.ingest.http;

import org.jspecify.annotations.NullMarked;

/** How many events ingest-service takes for a second of processor time, and what the parts cost. */
@NullMarked
package dev.tidemark.bench.ingest;

import org.jspecify.annotations.NullMarked;

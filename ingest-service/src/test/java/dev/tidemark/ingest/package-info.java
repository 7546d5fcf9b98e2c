/** Rules about the service as a whole. See {@code ArchitectureTest}. */
@NullMarked
package dev.tidemark.ingest;

import org.jspecify.annotations.NullMarked;

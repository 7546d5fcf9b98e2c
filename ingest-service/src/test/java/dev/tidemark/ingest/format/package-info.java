/** Tests of the formats, on samples written from their documentation. */
@NullMarked
package dev.tidemark.ingest.format;

import org.jspecify.annotations.NullMarked;

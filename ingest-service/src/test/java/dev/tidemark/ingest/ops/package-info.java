/**
 * Tests of the package of the same name. They need neither network nor clock unless their name ends
 * in IT.
 */
@NullMarked
package dev.tidemark.ingest.ops;

import org.jspecify.annotations.NullMarked;

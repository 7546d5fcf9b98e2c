/** Tests of results, read from rows that the tests write. Names are sentences. */
@NullMarked
package dev.tidemark.baseline.result;

import org.jspecify.annotations.NullMarked;

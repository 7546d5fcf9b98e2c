/** Tests of definitions; all of them pure. Names are sentences. */
@NullMarked
package dev.tidemark.baseline.definition;

import org.jspecify.annotations.NullMarked;

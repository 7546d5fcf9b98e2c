/** What tests of several packages share, and the rules of the architecture. Test code only. */
@NullMarked
package dev.tidemark.baseline;

import org.jspecify.annotations.NullMarked;

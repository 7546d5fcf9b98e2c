/** Tests of the embedded servers. Real processes, real clients. */
@NullMarked
package dev.tidemark.embedded;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.tidemark.local.tail;

import org.jspecify.annotations.NullMarked;

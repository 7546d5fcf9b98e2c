/** Tests of scheduled events: pure. */
@NullMarked
package dev.tidemark.baseline.calendar;

import org.jspecify.annotations.NullMarked;

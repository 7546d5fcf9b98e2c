/**
 * What a job says: its definition, checked with a pointer to what is wrong, and the states that it
 * goes through. Pure Java: no framework, no clock, no I/O.
 */
@NullMarked
package dev.tidemark.baseline.definition;

import org.jspecify.annotations.NullMarked;

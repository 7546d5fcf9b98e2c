/** Tests of the pure model: properties over simulated traffic, and its stored forms. */
@NullMarked
package dev.tidemark.baseline.model;

import org.jspecify.annotations.NullMarked;

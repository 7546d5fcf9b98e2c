/** Whether scores mean what they say: waiting times on simulated streams that behave. */
@NullMarked
package dev.tidemark.bench.waiting;

import org.jspecify.annotations.NullMarked;

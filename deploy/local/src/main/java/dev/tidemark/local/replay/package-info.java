/**
 * Plays real input through the front door: count series and event files, as history or live, always
 * in keyed batches.
 */
@NullMarked
package dev.tidemark.local.replay;

import org.jspecify.annotations.NullMarked;

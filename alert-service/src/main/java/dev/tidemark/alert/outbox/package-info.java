/**
 * What notifications go through on their way out: the signal that new ones are committed. Those who
 * send them are in the packages webhook and topic.
 */
@NullMarked
package dev.tidemark.alert.outbox;

import org.jspecify.annotations.NullMarked;

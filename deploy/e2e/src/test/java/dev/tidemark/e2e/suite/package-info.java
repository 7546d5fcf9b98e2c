/**
 * What the tests of the whole suite share: a client, traffic, a webhook receiver and the stack itself. Knows REST, not code.
 */
@NullMarked
package dev.tidemark.e2e.suite;

import org.jspecify.annotations.NullMarked;

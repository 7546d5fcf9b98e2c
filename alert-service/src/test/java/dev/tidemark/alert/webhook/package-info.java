/**
 * Tests of webhooks against real HTTP receivers and a real database. Time is moved, not waited for.
 */
@NullMarked
package dev.tidemark.alert.webhook;

import org.jspecify.annotations.NullMarked;

/**
 * The whole suite as separate processes, tried from outside. Only what a user can reach is used: REST, webhooks, signals.
 */
@NullMarked
package dev.tidemark.e2e;

import org.jspecify.annotations.NullMarked;

/**
 * A small client of the services' REST doors, as any user could write it: JSON over HTTP, keyed
 * batches that are sent again until they are acknowledged.
 */
@NullMarked
package dev.tidemark.local.client;

import org.jspecify.annotations.NullMarked;

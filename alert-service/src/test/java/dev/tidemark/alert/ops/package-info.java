/** Tests of what the service needs to be run. They need no container. */
@NullMarked
package dev.tidemark.alert.ops;

import org.jspecify.annotations.NullMarked;

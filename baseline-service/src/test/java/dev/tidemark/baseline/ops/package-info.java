/** Tests of who may call; pure. Health and problems are tested through the doors. */
@NullMarked
package dev.tidemark.baseline.ops;

import org.jspecify.annotations.NullMarked;

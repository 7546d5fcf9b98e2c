/** Tests of the service as a whole. Those of its parts are in the packages of the parts. */
@NullMarked
package dev.tidemark.alert;

import org.jspecify.annotations.NullMarked;

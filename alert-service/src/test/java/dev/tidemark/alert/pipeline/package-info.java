/** Tests of judging without any service. Feeds are made up by hand or from seeds. */
@NullMarked
package dev.tidemark.alert.pipeline;

import org.jspecify.annotations.NullMarked;

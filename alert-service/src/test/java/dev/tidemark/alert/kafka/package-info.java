/** Tests of what people read about a record. */
@NullMarked
package dev.tidemark.alert.kafka;

import org.jspecify.annotations.NullMarked;

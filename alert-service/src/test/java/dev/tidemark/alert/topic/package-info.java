/** Tests of the alerts topic against a real Kafka and a real database. */
@NullMarked
package dev.tidemark.alert.topic;

import org.jspecify.annotations.NullMarked;

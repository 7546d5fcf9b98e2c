/** Tests from a record on Kafka to an alert over REST, with a real Kafka and a real PostgreSQL. */
@NullMarked
package dev.tidemark.alert.feed;

import org.jspecify.annotations.NullMarked;

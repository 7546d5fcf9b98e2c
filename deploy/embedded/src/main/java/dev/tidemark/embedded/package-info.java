/**
 * A real Kafka broker and a real PostgreSQL in one JVM, for one machine and for tests. No container
 * engine, no root; both listen on 127.0.0.1 only and keep their data in a folder.
 */
@NullMarked
package dev.tidemark.embedded;

import org.jspecify.annotations.NullMarked;

/**
 * The whole suite on one machine: an embedded PostgreSQL and Kafka in this JVM, the four services
 * as processes of their own, everything on 127.0.0.1. {@link LocalStack} is the door for tests and
 * benchmarks, the scripts in {@code deploy/local} are the door for people.
 */
@NullMarked
package dev.tidemark.local;

import org.jspecify.annotations.NullMarked;

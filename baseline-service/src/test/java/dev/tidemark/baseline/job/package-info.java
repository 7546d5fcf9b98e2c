/** Tests of jobs. Pure ones are named Test, those with Kafka and PostgreSQL IT. */
@NullMarked
package dev.tidemark.baseline.job;

import org.jspecify.annotations.NullMarked;

/**
 * What is kept in PostgreSQL about alerts, and the seam to those who send notifications. Entities
 * go through Hibernate Reactive.
 */
@NullMarked
package dev.tidemark.alert.store;

import org.jspecify.annotations.NullMarked;

/**
 * What a person asks of an event: conditions, the KQL text that says them, and how a value is
 * compared. Pure Java: no framework, no clock, no I/O.
 */
@NullMarked
package dev.tidemark.contract.query;

import org.jspecify.annotations.NullMarked;

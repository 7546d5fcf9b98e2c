/**
 * What is expected of a series: predict a bucket, then learn it. Pure Java: no framework, no clock,
 * no randomness.
 */
@NullMarked
package dev.tidemark.baseline.model;

import org.jspecify.annotations.NullMarked;

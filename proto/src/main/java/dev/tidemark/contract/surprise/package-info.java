/**
 * How surprising a bucket is beside its surroundings: the numbers that the baseline, which learns
 * how often each size of surprise comes, and the score, which tells it, must compute alike. Pure
 * Java: no framework, no clock, no randomness.
 */
@NullMarked
package dev.tidemark.contract.surprise;

import org.jspecify.annotations.NullMarked;

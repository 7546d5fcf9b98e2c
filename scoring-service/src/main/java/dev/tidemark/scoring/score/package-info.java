/**
 * How surprising a bucket is: probability, score, bounds, influencers, explanation. Pure Java: no
 * framework, no clock, no randomness, no generated types.
 */
@NullMarked
package dev.tidemark.scoring.score;

import org.jspecify.annotations.NullMarked;

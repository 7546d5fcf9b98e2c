package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.AttemptResult;
import java.time.Duration;
import java.time.Instant;

/**
 * One attempt that ended.
 *
 * @param startedAt when it began
 * @param took how long it took
 * @param result what came of it
 */
record Attempt(Instant startedAt, Duration took, AttemptResult result) {}

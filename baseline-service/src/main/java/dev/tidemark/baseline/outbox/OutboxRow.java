package dev.tidemark.baseline.outbox;

import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox, read to be published.
 *
 * @param id order of publishing
 * @param topic where it goes
 * @param key its key
 * @param value null for a tombstone; not copied, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way from the database to Kafka
record OutboxRow(long id, String topic, String key, byte @Nullable [] value) {}

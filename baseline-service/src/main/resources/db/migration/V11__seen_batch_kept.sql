-- A batch is remembered as long as its record says: a day with a client's key, minutes with one made of its content.
ALTER TABLE seen_batch ADD COLUMN kept_ms bigint NOT NULL DEFAULT 86400000;
CREATE INDEX ix_seen_batch_forgotten ON seen_batch (job_uid, shard, (appended_ms + kept_ms));
DROP INDEX ix_seen_batch_appended;
COMMENT ON COLUMN seen_batch.appended_ms IS 'Append time, epoch milliseconds.';
COMMENT ON COLUMN seen_batch.kept_ms IS 'How long it is remembered, milliseconds of append time.';

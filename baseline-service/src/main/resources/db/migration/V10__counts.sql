-- What a job counts: every event, or each flow once.
ALTER TABLE job ADD COLUMN counts text NOT NULL DEFAULT 'events' CONSTRAINT ck_job_counts CHECK (counts IN ('events', 'flows'));
COMMENT ON COLUMN job.counts IS 'events, or flows: final reports only, each flow once in a bucket.';

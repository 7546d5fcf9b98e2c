-- What people say should be modelled. Everything that a shard needs of it travels in the log.
CREATE TABLE job (
    id                  text PRIMARY KEY,
    uid                 uuid NOT NULL CONSTRAINT uq_job_uid UNIQUE,
    name                text NOT NULL,
    description         text NOT NULL,
    bucket_span_s       bigint NOT NULL,
    filter              jsonb,
    detectors           jsonb NOT NULL,
    influencers         jsonb NOT NULL,
    shards              integer NOT NULL,
    time_zone           text NOT NULL,
    allowed_lateness_ms bigint NOT NULL,
    record_threshold    double precision NOT NULL,
    minimum_actual      double precision NOT NULL,
    minimum_factor      double precision NOT NULL,
    liveness            jsonb,
    model_plot          boolean NOT NULL,
    state               text NOT NULL CONSTRAINT ck_job_state CHECK (state IN ('closed', 'live', 'backfilling')),
    live_from           timestamptz,
    backfill_id         uuid,
    scheduled_events    jsonb NOT NULL,
    shipped             boolean NOT NULL,
    revision            bigint NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL
);
COMMENT ON COLUMN job.uid IS 'One creation''s identity: a job deleted and created again has another.';
COMMENT ON COLUMN job.bucket_span_s IS 'Seconds.';
COMMENT ON COLUMN job.allowed_lateness_ms IS 'Milliseconds.';
COMMENT ON COLUMN job.live_from IS 'Live events from this event time on count; null while not live.';
COMMENT ON COLUMN job.scheduled_events IS 'When nothing alerts and nothing is learned: an array, in the order of creation.';
COMMENT ON COLUMN job.revision IS 'Grows with every change; the ETag.';

CREATE TABLE backfill (
    id               uuid PRIMARY KEY,
    job_uid          uuid NOT NULL CONSTRAINT fk_backfill_job REFERENCES job (uid) ON DELETE CASCADE,
    state            text NOT NULL CONSTRAINT ck_backfill_state CHECK (state IN ('running', 'failed', 'ending', 'ended')),
    reason           text,
    starts_at        timestamptz NOT NULL,
    open_alerts      boolean NOT NULL,
    advanced_until   timestamptz,
    end_revision     bigint,
    created_at       timestamptz NOT NULL,
    last_activity_at timestamptz NOT NULL,
    ended_at         timestamptz
);
CREATE INDEX ix_backfill_job ON backfill (job_uid, created_at DESC);
COMMENT ON COLUMN backfill.starts_at IS 'Start of its first bucket.';
COMMENT ON COLUMN backfill.advanced_until IS 'Until where the client said that everything has been sent.';
COMMENT ON COLUMN backfill.end_revision IS 'Revision of the job that ended it: it has ended when every shard has that job.';

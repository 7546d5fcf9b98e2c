-- Who owns which Kafka partition, and how far it has been read. The row is the fence: every transaction of an owner
-- begins by moving next_offset where epoch and the old offset still match.
CREATE TABLE partition_owner (
    partition_id   integer PRIMARY KEY,
    epoch          bigint NOT NULL,
    next_offset    bigint NOT NULL,
    last_append_ms bigint NOT NULL
);
COMMENT ON COLUMN partition_owner.last_append_ms IS 'Append time of the last consumed record, milliseconds since the epoch.';

CREATE TABLE installation (
    singleton  boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_installation_singleton CHECK (singleton),
    partitions integer NOT NULL
);
COMMENT ON COLUMN installation.partitions IS 'Partitions of tidemark.bucket-updates at first start; never changes.';

CREATE TABLE shard (
    job_uid       uuid NOT NULL,
    shard         integer NOT NULL,
    partition_id  integer NOT NULL,
    job           bytea NOT NULL,
    mode          text NOT NULL CONSTRAINT ck_shard_mode CHECK (mode IN ('closed', 'live', 'history')),
    watermark_ms  bigint NOT NULL,
    hold_until_ms bigint NOT NULL,
    closed_until_s bigint NOT NULL,
    trailing_gaps integer NOT NULL,
    feed_position bigint NOT NULL,
    backfill_id   uuid,
    history_from_s bigint NOT NULL,
    open_alerts   boolean NOT NULL,
    statistics    jsonb NOT NULL,
    PRIMARY KEY (job_uid, shard)
);
CREATE INDEX ix_shard_partition ON shard (partition_id);
COMMENT ON COLUMN shard.job IS 'tidemark.job.v1.Job as the log last gave it.';
COMMENT ON COLUMN shard.watermark_ms IS 'Event time before which no more events are expected, milliseconds since the epoch.';
COMMENT ON COLUMN shard.hold_until_ms IS 'The live watermark stands still until this append time (after a gap in the ticks).';
COMMENT ON COLUMN shard.closed_until_s IS 'Buckets that end here or before are judged, seconds since the epoch.';
COMMENT ON COLUMN shard.history_from_s IS 'Start of the first bucket of the last backfill session, seconds since the epoch.';
COMMENT ON COLUMN shard.feed_position IS 'Position of its last message on tidemark.anomalies.';
COMMENT ON COLUMN shard.statistics IS 'Counters for people: events, late, dropped by reason, buckets, gaps, records, last update.';

CREATE TABLE series (
    job_uid         uuid NOT NULL,
    shard           integer NOT NULL,
    detector        integer NOT NULL,
    partition_value text NOT NULL,
    by_value        text NOT NULL,
    model           bytea NOT NULL,
    usual           bytea NOT NULL,
    engine_version  text NOT NULL,
    last_bucket_s   bigint NOT NULL,
    PRIMARY KEY (job_uid, shard, detector, partition_value, by_value)
);
COMMENT ON COLUMN series.model IS 'Versioned binary of dev.tidemark.baseline.model, at most 4 KiB.';
COMMENT ON COLUMN series.usual IS 'Usual shares of influencers and usual companions, versioned binary, at most 8 KiB.';

CREATE TABLE open_bucket (
    job_uid         uuid NOT NULL,
    shard           integer NOT NULL,
    bucket_start_s  bigint NOT NULL,
    detector        integer NOT NULL,
    partition_value text NOT NULL,
    by_value        text NOT NULL,
    aggregate       bytea NOT NULL,
    interim_score   double precision,
    PRIMARY KEY (job_uid, shard, bucket_start_s, detector, partition_value, by_value)
);
COMMENT ON COLUMN open_bucket.aggregate IS 'tidemark.bucket.v1.SeriesBucket, merged so far.';
COMMENT ON COLUMN open_bucket.interim_score IS 'Score of the last interim record told; null: none.';

CREATE TABLE alive_bucket (
    job_uid        uuid NOT NULL,
    shard          integer NOT NULL,
    bucket_start_s bigint NOT NULL,
    PRIMARY KEY (job_uid, shard, bucket_start_s)
);

CREATE TABLE repairable_bucket (
    job_uid         uuid NOT NULL,
    shard           integer NOT NULL,
    bucket_start_s  bigint NOT NULL,
    detector        integer NOT NULL,
    partition_value text NOT NULL,
    by_value        text NOT NULL,
    aggregate       bytea NOT NULL,
    evidence        bytea,
    scheduled_event text,
    PRIMARY KEY (job_uid, shard, bucket_start_s, detector, partition_value, by_value)
);
COMMENT ON TABLE repairable_bucket IS 'Closed buckets that late events may still change: kept for the repair window.';
COMMENT ON COLUMN repairable_bucket.evidence IS 'tidemark.scoring.v1.BucketToScore as it was scored; null for a bucket that was not.';
COMMENT ON COLUMN repairable_bucket.scheduled_event IS 'Name of the scheduled event that it is under: never told.';

CREATE TABLE seen_batch (
    job_uid      uuid NOT NULL,
    shard        integer NOT NULL,
    batch        text NOT NULL,
    part         integer NOT NULL,
    appended_ms  bigint NOT NULL,
    PRIMARY KEY (job_uid, shard, batch, part)
);
CREATE INDEX ix_seen_batch_appended ON seen_batch (job_uid, shard, appended_ms);
COMMENT ON COLUMN seen_batch.appended_ms IS 'Append time; forgotten after 24 hours of append time.';

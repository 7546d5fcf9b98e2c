-- What was learned at the start of each day in UTC, kept for ten days of the log's time. Owners write; a revert copies back.
CREATE TABLE snapshot (
    job_uid uuid NOT NULL,
    shard   integer NOT NULL,
    taken_s bigint NOT NULL,
    series  bigint NOT NULL,
    PRIMARY KEY (job_uid, shard, taken_s)
);
COMMENT ON COLUMN snapshot.taken_s IS 'Start of a day, seconds since the epoch: buckets that end there or before were learned.';
COMMENT ON COLUMN snapshot.series IS 'How many series it holds.';

CREATE TABLE series_snapshot (
    job_uid         uuid NOT NULL,
    shard           integer NOT NULL,
    taken_s         bigint NOT NULL,
    detector        integer NOT NULL,
    partition_value text NOT NULL,
    by_value        text NOT NULL,
    model           bytea NOT NULL,
    usual           bytea NOT NULL,
    engine_version  text NOT NULL,
    last_bucket_s   bigint NOT NULL,
    PRIMARY KEY (job_uid, shard, taken_s, detector, partition_value, by_value)
);
COMMENT ON TABLE series_snapshot IS 'Rows of series as they were.';

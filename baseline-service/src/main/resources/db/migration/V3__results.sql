-- Results, range-partitioned by month: retention drops partitions. ensure_month() makes the one that a write needs.
CREATE TABLE bucket (
    job_uid         uuid NOT NULL,
    bucket_start    timestamptz NOT NULL,
    detector        integer NOT NULL,
    partition_value text NOT NULL,
    by_value        text NOT NULL,
    shard           integer NOT NULL,
    actual          double precision NOT NULL,
    typical         double precision,
    lower           double precision,
    upper           double precision,
    probability     double precision,
    anomaly_score   double precision,
    unscored_reason text,
    revised         boolean NOT NULL,
    origin          text NOT NULL,
    scheduled_event text,
    PRIMARY KEY (job_uid, bucket_start, detector, partition_value, by_value)
) PARTITION BY RANGE (bucket_start);
COMMENT ON COLUMN bucket.actual IS 'In the detector''s unit.';
COMMENT ON COLUMN bucket.typical IS 'Kept, with the bounds, for records, and for every bucket while the job has model_plot.';
COMMENT ON COLUMN bucket.unscored_reason IS 'Why probability and score are null: not_alive, job_closed, late_without_prediction, first_bucket, scheduled_event.';
COMMENT ON COLUMN bucket.scheduled_event IS 'Name of the scheduled event that it is under.';

CREATE TABLE record (
    job_uid         uuid NOT NULL,
    bucket_start    timestamptz NOT NULL,
    id              text NOT NULL,
    detector        integer NOT NULL,
    partition_value text NOT NULL,
    by_value        text NOT NULL,
    shard           integer NOT NULL,
    anomaly_score   double precision NOT NULL,
    interim         boolean NOT NULL,
    body            bytea NOT NULL,
    PRIMARY KEY (job_uid, bucket_start, id)
) PARTITION BY RANGE (bucket_start);
CREATE INDEX ix_record_id ON record (id);
CREATE INDEX ix_record_job_score ON record (job_uid, anomaly_score);
COMMENT ON COLUMN record.body IS 'tidemark.anomaly.v1.AnomalyRecord.';

CREATE FUNCTION ensure_month(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    next  date := (date_trunc('month', month) + interval '1 month')::date;
    suffix text := to_char(date_trunc('month', month), 'YYYY_MM');
BEGIN
    -- One at a time: two owners may need the same month at once.
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.baseline.ensure_month'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS bucket_%s PARTITION OF bucket FOR VALUES FROM (%L) TO (%L)',
        suffix, first::text || ' 00:00:00+00', next::text || ' 00:00:00+00');
    EXECUTE format('CREATE TABLE IF NOT EXISTS record_%s PARTITION OF record FOR VALUES FROM (%L) TO (%L)',
        suffix, first::text || ' 00:00:00+00', next::text || ' 00:00:00+00');
END
$$;

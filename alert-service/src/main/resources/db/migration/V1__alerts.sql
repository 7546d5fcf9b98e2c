-- Rules, and the alerts and decisions that come of them. Alerts and decisions are range-partitioned by the month of
-- their bucket: retention drops partitions. ensure_month() makes the one that a write needs.
CREATE TABLE rule (
    id            text PRIMARY KEY,
    definition    text NOT NULL,
    enabled       boolean NOT NULL,
    shipped       boolean NOT NULL,
    start_pending boolean NOT NULL,
    version       bigint NOT NULL,
    created_at    timestamptz NOT NULL,
    created_by    text NOT NULL,
    updated_at    timestamptz NOT NULL,
    updated_by    text NOT NULL
);
COMMENT ON COLUMN rule.definition IS 'What a person may change, as JSON.';
COMMENT ON COLUMN rule.start_pending IS 'Whether its jobs are still to be opened, once for every enabling.';

CREATE TABLE shipped_rule (
    id text PRIMARY KEY
);
COMMENT ON TABLE shipped_rule IS 'Rules that were shipped: never shipped again, so a user''s edit stays.';

CREATE TABLE shard_cursor (
    job_uid        text NOT NULL,
    shard          integer NOT NULL,
    job_id         text NOT NULL,
    position       bigint NOT NULL,
    judged_until_s bigint NOT NULL,
    span_s         bigint NOT NULL,
    trailing_gaps  bigint NOT NULL,
    moved_at       timestamptz NOT NULL,
    PRIMARY KEY (job_uid, shard)
);
COMMENT ON COLUMN shard_cursor.position IS 'Of the last message of the shard''s feed that was judged.';
COMMENT ON COLUMN shard_cursor.judged_until_s IS 'Buckets that end then or before are judged; seconds since the epoch.';

CREATE TABLE episode (
    alert_id   text PRIMARY KEY,
    job_uid    text NOT NULL,
    shard      integer NOT NULL,
    rule_id    text NOT NULL,
    series     text NOT NULL,
    no_data    boolean NOT NULL,
    opened_s   bigint NOT NULL,
    last_end_s bigint NOT NULL,
    span_s     bigint NOT NULL,
    gaps       bigint NOT NULL,
    severity   text NOT NULL,
    peak_score double precision NOT NULL,
    told_score double precision NOT NULL,
    silenced   boolean NOT NULL,
    ended      boolean NOT NULL
);
COMMENT ON TABLE episode IS 'Episodes that go on, and those that ended in the last two days of event time.';
COMMENT ON COLUMN episode.silenced IS 'Whether a person closed the alert.';
CREATE INDEX ix_episode_shard ON episode (job_uid, shard);

CREATE TABLE alert (
    opened_bucket timestamptz NOT NULL,
    id            text NOT NULL,
    kind          text NOT NULL,
    rule_id       text NOT NULL,
    job_id        text NOT NULL,
    job_uid       text NOT NULL,
    shard         integer NOT NULL,
    status        text NOT NULL,
    close_reason  text,
    teaching      text CONSTRAINT ck_alert_teaching CHECK (teaching IN ('waiting', 'told', 'impossible')),
    severity      integer NOT NULL,
    risk_score    integer NOT NULL,
    score         double precision NOT NULL,
    origin        text NOT NULL,
    delay_s       bigint NOT NULL,
    opened_at     timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    recovered_at  timestamptz,
    ended_bucket  timestamptz,
    rule          text NOT NULL,
    opening       text NOT NULL,
    peak          text NOT NULL,
    latest        text NOT NULL,
    search        text NOT NULL,
    sequence      integer NOT NULL,
    version       bigint NOT NULL,
    PRIMARY KEY (opened_bucket, id)
) PARTITION BY RANGE (opened_bucket);
COMMENT ON COLUMN alert.teaching IS 'How far the baseline has learned that it was expected; null: it is not to.';
COMMENT ON COLUMN alert.severity IS 'The worst so far: 0 low, 1 medium, 2 high, 3 critical.';
COMMENT ON COLUMN alert.score IS 'The highest so far, 0 to 100.';
COMMENT ON COLUMN alert.delay_s IS 'From the end of the first bucket to the alert, in seconds; 0 if it came before.';
COMMENT ON COLUMN alert.rule IS 'The rule as it was at the opening, as JSON.';
COMMENT ON COLUMN alert.opening IS 'Evidence as it was at the opening, as JSON text that is never changed.';
COMMENT ON COLUMN alert.sequence IS 'Of the last notification.';
CREATE INDEX ix_alert_id ON alert (id);
CREATE INDEX ix_alert_teaching ON alert (opened_bucket, id) WHERE teaching = 'waiting';
CREATE INDEX ix_alert_score ON alert (score, id);
CREATE INDEX ix_alert_rule ON alert (rule_id, opened_bucket);
CREATE INDEX ix_alert_job ON alert (job_id, opened_bucket);

CREATE TABLE alert_change (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id    text NOT NULL,
    at          timestamptz NOT NULL,
    actor       text NOT NULL,
    from_status text NOT NULL,
    to_status   text NOT NULL,
    reason      text,
    note        text
);
COMMENT ON TABLE alert_change IS 'Who did what to an alert.';
CREATE INDEX ix_alert_change_alert ON alert_change (alert_id, id);

CREATE TABLE decision (
    bucket_start  timestamptz NOT NULL,
    record_id     text NOT NULL,
    rule_id       text NOT NULL,
    job_id        text NOT NULL,
    series        text NOT NULL,
    anomaly_score double precision NOT NULL,
    interim       boolean NOT NULL,
    alerted       boolean NOT NULL,
    reason        text NOT NULL,
    detail        text NOT NULL,
    ready_at      timestamptz,
    alert_id      text,
    decided_at    timestamptz NOT NULL,
    PRIMARY KEY (bucket_start, record_id, rule_id)
) PARTITION BY RANGE (bucket_start);
COMMENT ON TABLE decision IS 'Why a record did or did not alert under a rule; that of the final record replaces that of an interim one.';
CREATE INDEX ix_decision_record ON decision (record_id);
CREATE INDEX ix_decision_rule ON decision (rule_id, bucket_start);
CREATE INDEX ix_decision_job ON decision (job_id, bucket_start);

CREATE FUNCTION ensure_month(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    next  date := (date_trunc('month', month) + interval '1 month')::date;
    suffix text := to_char(date_trunc('month', month), 'YYYY_MM');
    name text;
BEGIN
    -- One at a time: two instances may need the same month at once.
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.alert.ensure_month'));
    FOREACH name IN ARRAY ARRAY['alert', 'decision'] LOOP
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
            name || '_' || suffix, name, first::text || ' 00:00:00+00', next::text || ' 00:00:00+00');
    END LOOP;
END
$$;

CREATE FUNCTION drop_months_before(month date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    old text;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.alert.ensure_month'));
    FOR old IN
        SELECT part.relname FROM pg_inherits
        JOIN pg_class part ON part.oid = inhrelid
        JOIN pg_class whole ON whole.oid = inhparent
        WHERE whole.oid IN ('alert'::regclass, 'decision'::regclass)
          AND right(part.relname, 7) < to_char(month, 'YYYY_MM')
    LOOP
        EXECUTE format('DROP TABLE %I', old);
        dropped := dropped + 1;
    END LOOP;
    DELETE FROM alert_change WHERE at < month;
    RETURN dropped;
END
$$;

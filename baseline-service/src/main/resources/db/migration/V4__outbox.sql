-- What has to go to Kafka, written in the transaction that decided it. One publisher at a time, in order of id.
CREATE TABLE outbox (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    key   text NOT NULL,
    value bytea
);
COMMENT ON COLUMN outbox.value IS 'Null: a tombstone.';

-- Which instance publishes the outbox. A lease only: what makes a former holder harmless is Kafka's fencing of its
-- transactional producer.
CREATE TABLE outbox_publisher (
    singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_outbox_publisher_singleton CHECK (singleton),
    holder    text NOT NULL,
    until     timestamptz NOT NULL
);
COMMENT ON COLUMN outbox_publisher.until IS 'Others may take over from here on, by the clock of the database.';

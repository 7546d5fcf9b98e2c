-- The outbox of what is told about alerts: written in the transaction that decided it.
CREATE TABLE IF NOT EXISTS notification (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id   text NOT NULL,
    sequence   integer NOT NULL,
    kind       text NOT NULL,
    body       jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON COLUMN notification.sequence IS 'Of the notification in its alert, from 1.';
COMMENT ON COLUMN notification.kind IS 'opened, score_rose, severity_rose, recovered, status_changed or test.';
COMMENT ON COLUMN notification.body IS 'The alert document as it was told.';

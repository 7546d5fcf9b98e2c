-- Webhooks, and what was or will be sent to them.
CREATE TABLE webhook (
    id              text PRIMARY KEY,
    name            text NOT NULL,
    url             text NOT NULL,
    secret          text NOT NULL,
    rules           text[] NOT NULL,
    min_severity    text,
    enabled         boolean NOT NULL DEFAULT true,
    disabled_reason text,
    created_at      timestamptz NOT NULL,
    created_by      text NOT NULL
);
COMMENT ON COLUMN webhook.secret IS 'aes-gcm:<base64 of nonce and ciphertext>, or plain:<secret> where no key is set.';
COMMENT ON COLUMN webhook.rules IS 'Ids of the rules whose alerts are sent; empty for all.';
COMMENT ON COLUMN webhook.min_severity IS 'Lowest severity that is sent; null for all.';

CREATE TABLE delivery (
    id              text PRIMARY KEY,
    webhook_id      text NOT NULL CONSTRAINT fk_delivery_webhook REFERENCES webhook (id) ON DELETE CASCADE,
    notification_id bigint NOT NULL CONSTRAINT fk_delivery_notification REFERENCES notification (id) ON DELETE CASCADE,
    alert_id        text NOT NULL,
    status          text NOT NULL CHECK (status IN ('pending', 'delivered', 'dead')),
    reason          text,
    created_at      timestamptz NOT NULL,
    due_since       timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts        integer NOT NULL DEFAULT 0,
    attempts_since_due integer NOT NULL DEFAULT 0,
    claim           text,
    claimed_until   timestamptz,
    finished_at     timestamptz,
    CONSTRAINT uq_delivery_webhook_notification UNIQUE (webhook_id, notification_id)
);
COMMENT ON COLUMN delivery.id IS 'The webhook-id header: derives from notification and webhook, the same in all attempts.';
COMMENT ON COLUMN delivery.due_since IS 'Start of the 24 h in which it is tried: first due, or sent again by a person.';
COMMENT ON COLUMN delivery.claim IS 'Token of the instance that is sending it, until claimed_until.';
CREATE INDEX ix_delivery_due ON delivery (webhook_id, next_attempt_at) WHERE status = 'pending';
CREATE INDEX ix_delivery_order ON delivery (webhook_id, alert_id, notification_id) WHERE status = 'pending';
CREATE INDEX ix_delivery_notification ON delivery (notification_id);
CREATE INDEX ix_delivery_created ON delivery (created_at);

CREATE TABLE delivery_attempt (
    delivery_id text NOT NULL CONSTRAINT fk_attempt_delivery REFERENCES delivery (id) ON DELETE CASCADE,
    number      integer NOT NULL,
    started_at  timestamptz NOT NULL,
    duration_ms bigint NOT NULL,
    status_code integer,
    error       text,
    response    text,
    PRIMARY KEY (delivery_id, number)
);
COMMENT ON COLUMN delivery_attempt.response IS 'The first 2 KiB of the answer.';

-- How far each notification has come. Ids are given before commit, so a position alone would skip the slower of two writers.
ALTER TABLE notification
    ADD COLUMN fanned_out_at timestamptz,
    ADD COLUMN published_at  timestamptz;
COMMENT ON COLUMN notification.fanned_out_at IS 'When its deliveries were made, one a webhook that wants it.';
COMMENT ON COLUMN notification.published_at IS 'When tidemark.alerts had it.';
CREATE INDEX ix_notification_fan_out ON notification (id) WHERE fanned_out_at IS NULL;
CREATE INDEX ix_notification_publish ON notification (id) WHERE published_at IS NULL;

-- What has been shipped once is never shipped again: a user may have changed or deleted it.
CREATE TABLE shipped_job (
    id         text PRIMARY KEY,
    shipped_at timestamptz NOT NULL DEFAULT now()
);

-- A job's filter and liveness are shown as a person wrote them (KQL, Elasticsearch's query language, our own form);
-- filter and liveness keep saying what they mean, in our own form.
ALTER TABLE job ADD COLUMN filter_written text;
ALTER TABLE job ADD COLUMN liveness_written text;
COMMENT ON COLUMN job.filter_written IS 'The filter as JSON, as it was written; null: filter is what was written.';
COMMENT ON COLUMN job.liveness_written IS 'The liveness as JSON, as it was written; null: liveness is what was written.';

-- What an interim record said is not contradicted by the close: the open bucket keeps what it was scored with.
ALTER TABLE open_bucket ADD COLUMN frozen_prediction bytea;
COMMENT ON COLUMN open_bucket.frozen_prediction IS
    'tidemark.scoring.v1.BucketToScore with the prediction and context of the first interim record; null: none told, or told before it was kept.';

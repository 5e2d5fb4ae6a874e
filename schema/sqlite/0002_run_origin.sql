-- An identity that the collector chose: a run that is begun twice with it (an outbox was replayed, a commit was lost on the
-- way) is one run.
ALTER TABLE run ADD COLUMN origin TEXT;
CREATE UNIQUE INDEX run_by_origin ON run (source_id, origin) WHERE origin IS NOT NULL;

-- An identity that the collector chose: a run that is begun twice with it (an outbox was replayed, a commit was lost on the
-- way) is one run.
ALTER TABLE motcua.run ADD COLUMN origin text COLLATE "C";
CREATE UNIQUE INDEX run_by_origin ON motcua.run (source_id, origin) WHERE origin IS NOT NULL;
COMMENT ON COLUMN motcua.run.origin IS 'Identity chosen by the collector, so that a run replayed from its outbox is not begun twice';

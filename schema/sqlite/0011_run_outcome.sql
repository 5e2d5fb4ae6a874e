-- What a run did not bring whole (a JSON object of counts by reason), how often its poll had to ask again, how long it waited for
-- that and why the last time, and the newest date among the records that it brought (dossiers: filed, received, finished, returned;
-- figures: the end of their period, at most the moment of the poll).
ALTER TABLE run ADD COLUMN reasons TEXT;
ALTER TABLE run ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN waited_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN retry_reason TEXT;
ALTER TABLE run ADD COLUMN newest_at INTEGER;

DROP VIEW v_run;
CREATE VIEW v_run AS
SELECT s.name AS source, COALESCE(s.title, s.name) AS title, r.id, r.started_at,
       datetime(r.started_at + 25200, 'unixepoch') AS started, datetime(r.observed_at + 25200, 'unixepoch') AS observed,
       r.outcome, r.message, r.expected, r.got, r.expected - r.got AS missing, r.new_rows, r.changed, r.unchanged, r.rejected,
       r.rejects_open, r.bytes, r.pages, r.milliseconds, r.reasons, r.tries, r.waited_ms, r.retry_reason,
       datetime(r.newest_at + 25200, 'unixepoch') AS newest
FROM run r JOIN source s ON s.id = r.source_id;

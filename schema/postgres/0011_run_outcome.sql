-- What a run did not bring whole (a JSON object of counts by reason), how often its poll had to ask again, how long it waited for
-- that and why the last time, and the newest date among the records that it brought (dossiers: filed, received, finished, returned;
-- figures: the end of their period, at most the moment of the poll).
ALTER TABLE motcua.run ADD COLUMN reasons text;
ALTER TABLE motcua.run ADD COLUMN tries bigint NOT NULL DEFAULT 0;
ALTER TABLE motcua.run ADD COLUMN waited_ms bigint NOT NULL DEFAULT 0;
ALTER TABLE motcua.run ADD COLUMN retry_reason text;
ALTER TABLE motcua.run ADD COLUMN newest_at bigint;

CREATE OR REPLACE VIEW motcua.v_run WITH (security_invoker = true) AS
SELECT s.name AS source, COALESCE(s.title, s.name) AS title, r.id, r.started_at, to_timestamp(r.started_at) AS started,
       to_timestamp(r.observed_at) AS observed, r.outcome, r.message, r.expected, r.got, r.expected - r.got AS missing,
       r.new_rows, r.changed, r.unchanged, r.rejected, r.rejects_open, r.bytes, r.pages, r.milliseconds, r.reasons, r.tries,
       r.waited_ms, r.retry_reason, to_timestamp(r.newest_at) AS newest
FROM motcua.run r JOIN motcua.source s ON s.id = r.source_id;

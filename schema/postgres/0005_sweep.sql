-- Dossiers that a portal no longer gives. A poll that read a whole listing ends the newest version of each dossier that it did
-- not bring: the version goes to the history, as if it were replaced, with nothing in its place. So what was known before stays
-- known, nothing counts it from then on, and a poll that brings the dossier again begins a new version.
ALTER TABLE motcua.dossier_history ADD COLUMN missing smallint NOT NULL DEFAULT 0;
CREATE INDEX dossier_history_missing ON motcua.dossier_history (source_id, replaced_at) WHERE missing = 1;
ALTER TABLE motcua.run ADD COLUMN missing bigint;
ALTER TABLE motcua.run ADD COLUMN doubted bigint;

-- Time alone changes what counters say only of dossiers with a date that was still to come when they became known: these are
-- found by it. Nearly always it is the due date.
CREATE INDEX dossier_due_ahead ON motcua.dossier (due_at) WHERE due_at >= known_from;
CREATE INDEX dossier_date_ahead ON motcua.dossier (known_from)
    WHERE submitted_at >= known_from OR received_at >= known_from OR extended_at >= known_from OR finished_at >= known_from OR returned_at >= known_from OR apology_at >= known_from;

CREATE VIEW motcua.v_missing WITH (security_invoker = true) AS
SELECT s.name AS source, h.unit, u.name AS unit_name, h.key, h.code, to_timestamp(h.replaced_at) AS missing_since
FROM motcua.dossier_history h JOIN motcua.source s ON s.id = h.source_id LEFT JOIN motcua.unit u ON u.code = h.unit
WHERE h.missing = 1
  AND NOT EXISTS (SELECT 1 FROM motcua.dossier d WHERE d.source_id = h.source_id AND d.key = h.key)
  AND NOT EXISTS (SELECT 1 FROM motcua.dossier_history n WHERE n.source_id = h.source_id AND n.key = h.key
                  AND n.missing = 1 AND n.replaced_at > h.replaced_at);

CREATE OR REPLACE VIEW motcua.v_freshness WITH (security_invoker = true) AS
SELECT s.name AS source, s.title, s.counts, to_timestamp(r.observed_at) AS last_run, r.outcome, r.message, r.expected, r.got,
       to_timestamp((SELECT MAX(c.observed_at) FROM motcua.run c WHERE c.source_id = s.id AND c.outcome = 'complete'))
           AS last_complete,
       to_timestamp((SELECT MAX(c.observed_at) FROM motcua.run c WHERE c.source_id = s.id AND c.missing IS NOT NULL))
           AS last_sweep,
       (SELECT COUNT(*) FROM motcua.v_missing m WHERE m.source = s.name) AS missing
FROM motcua.source s
LEFT JOIN LATERAL (SELECT * FROM motcua.run q WHERE q.source_id = s.id ORDER BY q.id DESC LIMIT 1) r ON true;

CREATE OR REPLACE VIEW motcua.v_quality WITH (security_invoker = true) AS
SELECT 'run' AS issue, s.name AS source, NULL::text AS unit, r.outcome || COALESCE(': ' || r.message, '') AS what,
       r.expected - r.got AS number, to_timestamp(r.observed_at) AS observed
FROM motcua.source s
JOIN LATERAL (SELECT * FROM motcua.run q WHERE q.source_id = s.id ORDER BY q.id DESC LIMIT 1) r ON r.outcome <> 'complete'
UNION ALL
SELECT 'reject', s.name, NULL, j.field || ': ' || j.reason, COUNT(*), to_timestamp(MAX(j.last_seen))
FROM motcua.reject j JOIN motcua.source s ON s.id = j.source_id GROUP BY s.name, j.field, j.reason
UNION ALL
SELECT 'identity', NULL, b.unit, b.identity || ': ' || b.left_side || ' <> ' || b.right_side || ' (' || b.period_kind || ')',
       b.left_side - b.right_side, to_timestamp(p.observed_at)
FROM motcua.identity_break b JOIN motcua.sample_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from
UNION ALL
SELECT 'missing', m.source, m.unit, 'no longer given by the portal', COUNT(*), MAX(m.missing_since)
FROM motcua.v_missing m GROUP BY m.source, m.unit;

COMMENT ON COLUMN motcua.dossier_history.missing IS '1: cổng không còn trả về hồ sơ này từ replaced_at (the portal no longer gave it: nothing stands in its place)';
COMMENT ON COLUMN motcua.run.missing IS 'Dossiers that this whole reading no longer found; NULL: it did not read all, or not so that it could be compared';
COMMENT ON COLUMN motcua.run.doubted IS 'So many that it was not believed: nothing was ended';
COMMENT ON VIEW motcua.v_missing IS 'Hồ sơ mà cổng không còn trả về, kể từ khi nào (dossiers that their portal no longer gives); không số đếm nào tính đến';

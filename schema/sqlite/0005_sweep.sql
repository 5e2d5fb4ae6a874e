-- Dossiers that a portal no longer gives. A poll that read a whole listing ends the newest version of each dossier that it did
-- not bring: the version goes to the history, as if it were replaced, with nothing in its place. So what was known before stays
-- known, nothing counts it from then on, and a poll that brings the dossier again begins a new version.
ALTER TABLE dossier_history ADD COLUMN missing INTEGER NOT NULL DEFAULT 0; -- 1: ended so
CREATE INDEX dossier_history_missing ON dossier_history (source_id, replaced_at) WHERE missing = 1;
-- NULL: this run did not read all, or not so that it could be compared.
ALTER TABLE run ADD COLUMN missing INTEGER;
-- So many that it was not believed: nothing was ended.
ALTER TABLE run ADD COLUMN doubted INTEGER;

-- Time alone changes what counters say only of dossiers with a date that was still to come when they became known: these are
-- found by it. Nearly always it is the due date.
CREATE INDEX dossier_due_ahead ON dossier (due_at) WHERE due_at >= known_from;
CREATE INDEX dossier_date_ahead ON dossier (known_from)
    WHERE submitted_at >= known_from OR received_at >= known_from OR extended_at >= known_from OR finished_at >= known_from OR returned_at >= known_from OR apology_at >= known_from;

CREATE VIEW v_missing AS
SELECT s.name AS source, h.unit, u.name AS unit_name, h.key, h.code,
       datetime(h.replaced_at + 25200, 'unixepoch') AS missing_since
FROM dossier_history h JOIN source s ON s.id = h.source_id LEFT JOIN unit u ON u.code = h.unit
WHERE h.missing = 1
  AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.source_id = h.source_id AND d.key = h.key)
  AND NOT EXISTS (SELECT 1 FROM dossier_history n WHERE n.source_id = h.source_id AND n.key = h.key
                  AND n.missing = 1 AND n.replaced_at > h.replaced_at);

DROP VIEW v_freshness;
CREATE VIEW v_freshness AS
SELECT s.name AS source, s.title, s.counts, datetime(r.observed_at + 25200, 'unixepoch') AS last_run, r.outcome, r.message,
       r.expected, r.got,
       datetime((SELECT MAX(c.observed_at) FROM run c WHERE c.source_id = s.id AND c.outcome = 'complete') + 25200, 'unixepoch')
           AS last_complete,
       datetime((SELECT MAX(c.observed_at) FROM run c WHERE c.source_id = s.id AND c.missing IS NOT NULL) + 25200, 'unixepoch')
           AS last_sweep,
       (SELECT COUNT(*) FROM v_missing m WHERE m.source = s.name) AS missing
FROM source s LEFT JOIN run r ON r.id = (SELECT MAX(q.id) FROM run q WHERE q.source_id = s.id);

DROP VIEW v_quality;
CREATE VIEW v_quality AS
SELECT 'run' AS issue, s.name AS source, NULL AS unit, r.outcome || COALESCE(': ' || r.message, '') AS what,
       r.expected - r.got AS number, datetime(r.observed_at + 25200, 'unixepoch') AS observed
FROM source s JOIN run r ON r.id = (SELECT MAX(q.id) FROM run q WHERE q.source_id = s.id) WHERE r.outcome <> 'complete'
UNION ALL
SELECT 'reject', s.name, NULL, j.field || ': ' || j.reason, COUNT(*), datetime(MAX(j.last_seen) + 25200, 'unixepoch')
FROM reject j JOIN source s ON s.id = j.source_id GROUP BY s.name, j.field, j.reason
UNION ALL
SELECT 'identity', NULL, b.unit, b.identity || ': ' || b.left_side || ' <> ' || b.right_side || ' (' || b.period_kind || ')',
       b.left_side - b.right_side, datetime(p.observed_at + 25200, 'unixepoch')
FROM identity_break b JOIN sample_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from
UNION ALL
SELECT 'missing', m.source, m.unit, 'no longer given by the portal', COUNT(*), MAX(m.missing_since)
FROM v_missing m GROUP BY m.source, m.unit;

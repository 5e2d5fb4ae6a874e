-- What stands ahead of the clock (a poll that a wrong clock dated, until 'motcua db mend' takes it back) is in no view. Each view reads
-- the store through the views known_*, which have the rows as the last reading that is not ahead left them; only v_quality names the rest.
-- "Ahead" is more than a day (LIMIT_AHEAD_SECONDS) behind the present of the database; 25200 s make Vietnamese wall time.

CREATE VIEW known_run AS SELECT r.* FROM run r WHERE r.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400;

CREATE VIEW known_figure AS SELECT f.* FROM figure f WHERE f.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400;

CREATE VIEW known_reject AS
SELECT j.source_id, j.stream, j.field, j.reason, j.first_seen,
       CASE WHEN j.last_seen <= CAST(strftime('%s', 'now') AS INTEGER) + 86400 THEN j.last_seen ELSE j.first_seen END AS last_seen
FROM reject j WHERE j.first_seen <= CAST(strftime('%s', 'now') AS INTEGER) + 86400;

CREATE VIEW known_remedy AS SELECT d.* FROM remedy_due d WHERE d.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400;

-- Not compounds of two SELECTs: conditions of who asks then reach the tables and their keys.
CREATE VIEW known_metric AS
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit, n.as_at AS observed_at,
       CASE WHEN n.as_at = n.observed_at THEN n.numerator ELSE x.numerator END AS numerator,
       CASE WHEN n.as_at = n.observed_at THEN n.denominator ELSE x.denominator END AS denominator,
       CASE WHEN n.as_at = n.observed_at THEN n.ratio ELSE x.ratio END AS ratio,
       CASE WHEN n.as_at = n.observed_at THEN n.score ELSE x.score END AS score
FROM (SELECT n.*, CASE WHEN n.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400 THEN n.observed_at ELSE
        (SELECT MAX(x.observed_at) FROM metric_sample x WHERE (x.unit, x.metric, x.period_kind, x.period_from, x.source_id)
         = (n.unit, n.metric, n.period_kind, n.period_from, n.source_id)
         AND x.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400) END AS as_at FROM metric_now n) n
LEFT JOIN metric_sample x ON n.as_at <> n.observed_at AND (x.unit, x.metric, x.period_kind, x.period_from, x.source_id)
         = (n.unit, n.metric, n.period_kind, n.period_from, n.source_id)
     AND x.observed_at = n.as_at
WHERE n.as_at IS NOT NULL;

CREATE VIEW known_score AS
SELECT n.source_id, n.ruleset, n.period_kind, n.period_from, n.criterion, n.unit, n.as_at AS observed_at,
       CASE WHEN n.as_at = n.observed_at THEN n.version ELSE x.version END AS version,
       CASE WHEN n.as_at = n.observed_at THEN n.points ELSE x.points END AS points,
       CASE WHEN n.as_at = n.observed_at THEN n.maximum ELSE x.maximum END AS maximum,
       CASE WHEN n.as_at = n.observed_at THEN n.known ELSE x.known END AS known,
       CASE WHEN n.as_at = n.observed_at THEN n.missing ELSE x.missing END AS missing,
       CASE WHEN n.as_at = n.observed_at THEN n.numerator ELSE x.numerator END AS numerator,
       CASE WHEN n.as_at = n.observed_at THEN n.denominator ELSE x.denominator END AS denominator,
       CASE WHEN n.as_at = n.observed_at THEN n.place ELSE x.place END AS place,
       CASE WHEN n.as_at = n.observed_at THEN n.places ELSE x.places END AS places,
       CASE WHEN n.as_at = n.observed_at THEN n.origin ELSE x.origin END AS origin,
       CASE WHEN n.as_at = n.observed_at THEN n.rate END AS rate,
       CASE WHEN n.as_at = n.observed_at THEN n.aim END AS aim,
       CASE WHEN n.as_at = n.observed_at THEN n.short_by END AS short_by,
       CASE WHEN n.as_at = n.observed_at THEN n.appraised END AS appraised,
       CASE WHEN n.as_at = n.observed_at THEN n.target END AS target,
       CASE WHEN n.as_at = n.observed_at THEN n.cause END AS cause,
       CASE WHEN n.as_at = n.observed_at THEN n.self END AS self
FROM (SELECT n.*, CASE WHEN n.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400 THEN n.observed_at ELSE
        (SELECT MAX(x.observed_at) FROM score_sample x WHERE (x.unit, x.ruleset, x.criterion, x.period_kind, x.period_from, x.source_id)
         = (n.unit, n.ruleset, n.criterion, n.period_kind, n.period_from, n.source_id)
         AND x.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400) END AS as_at FROM score_now n) n
LEFT JOIN score_sample x ON n.as_at <> n.observed_at AND (x.unit, x.ruleset, x.criterion, x.period_kind, x.period_from, x.source_id)
         = (n.unit, n.ruleset, n.criterion, n.period_kind, n.period_from, n.source_id)
     AND x.observed_at = n.as_at
WHERE n.as_at IS NOT NULL;

-- A period that was sampled before and again ahead of the clock is as at the newest reading that is not ahead; stands: it was not.
CREATE VIEW known_period AS
SELECT p.period_kind, p.period_from, p.period_to, p.observed_at, 1 AS stands FROM sample_period p
WHERE p.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
UNION ALL
SELECT p.period_kind, p.period_from, p.period_to, (SELECT MAX(r.observed_at) FROM known_run r WHERE r.sampled > 0), 0
FROM sample_period p
WHERE p.observed_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400 AND p.period_from <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
  AND EXISTS (SELECT 1 FROM known_metric n WHERE n.source_id = 0 AND n.period_kind = p.period_kind AND n.period_from = p.period_from);

CREATE VIEW known_score_period AS
SELECT p.ruleset, p.period_kind, p.period_from, p.period_to, p.observed_at FROM score_period p
WHERE p.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
UNION ALL
SELECT p.ruleset, p.period_kind, p.period_from, p.period_to, (SELECT MAX(r.observed_at) FROM known_run r WHERE r.sampled > 0)
FROM score_period p
WHERE p.observed_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400 AND p.period_from <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
  AND EXISTS (SELECT 1 FROM known_score n WHERE n.source_id = 0 AND n.ruleset = p.ruleset AND n.period_kind = p.period_kind
              AND n.period_from = p.period_from);

DROP VIEW v_clock;
DROP VIEW v_metric_now;
DROP VIEW v_metric_last_friday;
DROP VIEW v_commitment;
DROP VIEW v_league;
DROP VIEW v_freshness;
DROP VIEW v_quality;
DROP VIEW v_missing;
DROP VIEW v_score_now;
DROP VIEW v_score_history;
DROP VIEW v_score_rank;
DROP VIEW v_remedy;
DROP VIEW v_target;
DROP VIEW v_metric_period;
DROP VIEW v_run;
DROP VIEW v_reject;
DROP VIEW v_identity;
DROP VIEW v_overdue_ageing;

CREATE VIEW v_clock AS
SELECT newest, datetime(newest + 25200, 'unixepoch') AS newest_time,
       (day - 1 - (day - 2) % 7 + 1) * 86400 - 25200 AS friday_end
FROM (SELECT newest, (newest + 25200) / 86400 AS day FROM (SELECT MAX(observed_at) AS newest FROM known_period));

-- The targets of sets that are in force in the present period; from and until when a set is, its rows say.
CREATE VIEW known_target AS
SELECT t.* FROM target t
WHERE (t.valid_from IS NULL OR t.valid_from < (SELECT newest FROM v_clock))
  AND (t.valid_to IS NULL OR t.valid_to > (SELECT MAX(p.period_from) FROM known_period p WHERE p.period_kind = t.period_kind));

CREATE VIEW v_metric_now AS
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind,
       datetime(n.period_from + 25200, 'unixepoch') AS period_from,
       datetime(p.period_to + 25200, 'unixepoch') AS period_to,
       n.period_from = (SELECT MAX(c.period_from) FROM known_period c WHERE c.period_kind = n.period_kind) AS is_current,
       datetime(n.observed_at + 25200, 'unixepoch') AS observed,
       n.numerator, n.denominator,
       CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) END AS rate,
       n.ratio / 10000.0 AS published_ratio, n.score / 10000.0 AS published_score
FROM known_metric n
JOIN known_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE VIEW v_metric_last_friday AS
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind,
       datetime(n.period_from + 25200, 'unixepoch') AS period_from,
       datetime(s.observed_at + 25200, 'unixepoch') AS observed,
       s.numerator, s.denominator,
       CASE WHEN s.denominator > 0 THEN ROUND(100.0 * s.numerator / s.denominator, 2) END AS rate,
       s.ratio / 10000.0 AS published_ratio, s.score / 10000.0 AS published_score
FROM v_clock c
JOIN (SELECT p.period_kind, MIN(p.period_from) AS period_from FROM known_period p, v_clock k
      WHERE p.period_from < k.friday_end AND p.period_to >= k.friday_end - 86400 GROUP BY p.period_kind) w
JOIN known_metric n ON n.source_id = 0 AND n.period_kind = w.period_kind AND n.period_from = w.period_from
JOIN metric_sample s ON s.unit = n.unit AND s.metric = n.metric AND s.period_kind = n.period_kind
     AND s.period_from = n.period_from AND s.source_id = 0
     AND s.observed_at = (SELECT MAX(x.observed_at) FROM metric_sample x WHERE x.unit = n.unit AND x.metric = n.metric
                          AND x.period_kind = n.period_kind AND x.period_from = n.period_from AND x.source_id = 0
                          AND x.observed_at >= c.friday_end - 604800 AND x.observed_at < c.friday_end)
LEFT JOIN unit u ON u.code = n.unit;

CREATE VIEW v_commitment AS
WITH place AS (
    SELECT u.code, u.name, COALESCE(u.kind, 'other') AS kind, MAX(us.dossiers) AS dossiers
    FROM unit u JOIN unit_source us ON us.unit = u.code GROUP BY u.code, u.name, u.kind
), bound AS (
    SELECT t.*, p.code AS unit, p.name AS unit_name,
           (SELECT MAX(s.period_from) FROM known_period s WHERE s.period_kind = t.period_kind) AS period_from
    FROM known_target t JOIN place p ON (t.unit_kinds = '' OR INSTR(t.unit_kinds, ' ' || p.kind || ' ') > 0)
    WHERE p.dossiers OR p.kind <> 'province'
    UNION ALL
    SELECT t.*, 'ALL', NULL, (SELECT MAX(s.period_from) FROM known_period s WHERE s.period_kind = t.period_kind)
    FROM known_target t
), judged AS (
    SELECT b.*, n.numerator AS n, n.denominator AS d, n.observed_at,
           b.target * n.denominator - 10000 * n.numerator AS short_by
    FROM bound b LEFT JOIN known_metric n ON n.source_id = 0 AND n.metric = b.metric AND n.period_kind = b.period_kind
         AND n.period_from = b.period_from AND n.unit = b.unit
)
SELECT set_name, position, title, unit, unit_name, metric, period_kind,
       datetime(period_from + 25200, 'unixepoch') AS period_from,
       datetime(observed_at + 25200, 'unixepoch') AS observed,
       n AS numerator, d AS denominator,
       CASE WHEN d > 0 THEN ROUND(100.0 * n / d, 2) END AS rate, target / 100.0 AS target,
       CASE WHEN n IS NULL OR d IS NULL THEN 'unknown' WHEN d = 0 THEN 'none' WHEN short_by <= 0 THEN 'yes' ELSE 'no' END AS kept,
       CASE WHEN n IS NULL OR d IS NULL THEN NULL WHEN d = 0 OR short_by <= 0 THEN 0 ELSE (short_by + 9999) / 10000 END
           AS fix_existing,
       CASE WHEN n IS NULL OR d IS NULL THEN NULL WHEN d = 0 OR short_by <= 0 THEN 0
            WHEN target < 10000 THEN (short_by + 10000 - target - 1) / (10000 - target) END AS need_new
FROM judged;

CREATE VIEW v_league AS
WITH points AS (
    SELECT t.set_name, f.unit, f.score, ROW_NUMBER() OVER (PARTITION BY t.set_name, f.unit ORDER BY f.observed_at DESC, f.source_id) AS nth
    FROM (SELECT DISTINCT set_name, period_kind FROM known_target) t
    JOIN known_figure f ON f.metric = 'TOTAL' AND f.period_kind = t.period_kind
         AND f.period_from = (SELECT MAX(s.period_from) FROM known_period s WHERE s.period_kind = t.period_kind)
), standing AS (
    SELECT c.set_name, c.unit, c.unit_name, SUM(c.kept = 'yes') AS kept, SUM(c.kept IN ('yes', 'no')) AS judged,
           COALESCE(SUM(c.fix_existing), 0) AS short_total,
           (SELECT p.score FROM points p WHERE p.set_name = c.set_name AND p.unit = c.unit AND p.nth = 1) AS score
    FROM v_commitment c WHERE c.unit <> 'ALL' GROUP BY c.set_name, c.unit, c.unit_name
)
SELECT set_name,
       CASE WHEN score IS NOT NULL OR judged > 0 THEN RANK() OVER (PARTITION BY set_name
           ORDER BY score IS NULL, score DESC, CASE WHEN score IS NULL THEN judged = 0 END,
           CASE WHEN score IS NULL THEN kept END DESC, CASE WHEN score IS NULL THEN short_total END) END AS rank,
       unit, unit_name, kept, judged, short_total, score / 10000.0 AS points
FROM standing;

CREATE VIEW v_freshness AS
SELECT s.name AS source, s.title, s.counts, datetime(r.observed_at + 25200, 'unixepoch') AS last_run, r.outcome, r.message,
       r.expected, r.got,
       datetime((SELECT MAX(c.observed_at) FROM known_run c WHERE c.source_id = s.id AND c.outcome = 'complete') + 25200, 'unixepoch')
           AS last_complete,
       datetime((SELECT MAX(c.observed_at) FROM known_run c WHERE c.source_id = s.id AND c.missing IS NOT NULL) + 25200, 'unixepoch')
           AS last_sweep,
       (SELECT COUNT(*) FROM v_missing m WHERE m.source = s.name) AS missing
FROM source s LEFT JOIN known_run r ON r.id = (SELECT MAX(q.id) FROM known_run q WHERE q.source_id = s.id);

CREATE VIEW v_quality AS
SELECT 'run' AS issue, s.name AS source, NULL AS unit, r.outcome || COALESCE(': ' || r.message, '') AS what,
       r.expected - r.got AS number, datetime(r.observed_at + 25200, 'unixepoch') AS observed
FROM source s JOIN known_run r ON r.id = (SELECT MAX(q.id) FROM known_run q WHERE q.source_id = s.id) WHERE r.outcome <> 'complete'
UNION ALL
SELECT 'reject', s.name, NULL, j.field || ': ' || j.reason, COUNT(*), datetime(MAX(j.last_seen) + 25200, 'unixepoch')
FROM known_reject j JOIN source s ON s.id = j.source_id GROUP BY s.name, j.field, j.reason
UNION ALL
SELECT 'identity', NULL, b.unit, b.identity || ': ' || b.left_side || ' <> ' || b.right_side || ' (' || b.period_kind || ')',
       b.left_side - b.right_side, datetime(p.observed_at + 25200, 'unixepoch')
FROM identity_break b JOIN known_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from AND p.stands
UNION ALL
SELECT 'missing', m.source, m.unit, 'no longer given by the portal', COUNT(*), MAX(m.missing_since)
FROM v_missing m GROUP BY m.source, m.unit
UNION ALL
SELECT 'ahead', s.name, NULL, 'dated ahead of the clock: motcua db check, motcua db mend', COUNT(*),
       datetime(MAX(r.observed_at) + 25200, 'unixepoch')
FROM run r JOIN source s ON s.id = r.source_id WHERE r.observed_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400 GROUP BY s.name;

CREATE VIEW v_missing AS
SELECT s.name AS source, h.unit, u.name AS unit_name, h.key, h.code,
       datetime(h.replaced_at + 25200, 'unixepoch') AS missing_since
FROM dossier_history h JOIN source s ON s.id = h.source_id LEFT JOIN unit u ON u.code = h.unit
WHERE h.missing = 1 AND h.replaced_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
  AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.source_id = h.source_id AND d.key = h.key
                  AND d.known_from <= CAST(strftime('%s', 'now') AS INTEGER) + 86400)
  AND NOT EXISTS (SELECT 1 FROM dossier_history n WHERE n.source_id = h.source_id AND n.key = h.key
                  AND n.missing = 1 AND n.replaced_at > h.replaced_at
                  AND n.replaced_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400);

CREATE VIEW v_score_now AS
SELECT n.ruleset, r.title AS ruleset_title, n.version, n.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind,
       n.criterion, k.title, k.position, k.depth, k.parent, k.area, k.parts = 0 AS is_leaf, k.responsible,
       n.period_kind, datetime(n.period_from + 25200, 'unixepoch') AS period_from,
       datetime(p.period_to + 25200, 'unixepoch') AS period_to,
       n.period_from = (SELECT MAX(c.period_from) FROM known_score_period c WHERE c.ruleset = n.ruleset
                        AND c.period_kind = n.period_kind) AS is_current,
       datetime(n.observed_at + 25200, 'unixepoch') AS observed,
       n.points / 10000.0 AS points, n.maximum / 10000.0 AS maximum, n.known / 10000.0 AS known,
       (n.known - n.points) / 10000.0 AS lost, n.missing, n.numerator, n.denominator, n.rate / 10000.0 AS rate,
       n.aim / 10000.0 AS aim, n.short_by, n.appraised / 10000.0 AS appraised, n.target / 10000.0 AS target,
       n.place, n.places, n.origin, n.cause, k.assumed = 1 AS is_assumed,
       n.self / 10000.0 AS self
FROM known_score n
JOIN score_ruleset r ON r.ruleset = n.ruleset
JOIN score_criterion k ON k.ruleset = n.ruleset AND k.criterion = n.criterion
JOIN known_score_period p ON p.ruleset = n.ruleset AND p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE VIEW v_score_history AS
SELECT s.ruleset, s.version, s.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, s.criterion AS area, k.title,
       k.position, k.depth, s.period_kind, datetime(s.period_from + 25200, 'unixepoch') AS period_from, s.observed_at,
       datetime(s.observed_at + 25200, 'unixepoch') AS observed, s.points / 10000.0 AS points, s.maximum / 10000.0 AS maximum,
       (s.known - s.points) / 10000.0 AS lost, s.missing, s.place, s.places
FROM score_sample s
JOIN score_criterion k ON k.ruleset = s.ruleset AND k.criterion = s.criterion AND k.depth <= 1
LEFT JOIN unit u ON u.code = s.unit
WHERE s.source_id = 0 AND s.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400;

CREATE VIEW v_score_rank AS
WITH current AS (
    SELECT n.*, (SELECT MAX(s.observed_at) FROM score_sample s WHERE s.unit = n.unit AND s.ruleset = n.ruleset
                 AND s.criterion = n.criterion AND s.source_id = 0 AND s.period_kind = n.period_kind
                 AND s.period_from = n.period_from AND s.observed_at <= (SELECT newest - 604800 FROM v_clock)) AS week_before,
           (SELECT MAX(q.period_from) FROM known_score q WHERE q.source_id = 0 AND q.ruleset = n.ruleset
            AND q.period_kind = n.period_kind AND q.criterion = n.criterion AND q.unit = n.unit
            AND q.period_from < n.period_from) AS period_before
    FROM known_score n
    WHERE n.source_id = 0 AND n.criterion = 'TOTAL' AND n.place IS NOT NULL
      AND n.period_from = (SELECT MAX(c.period_from) FROM known_score_period c WHERE c.ruleset = n.ruleset
                           AND c.period_kind = n.period_kind)
)
SELECT n.ruleset, n.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, n.period_kind,
       datetime(n.period_from + 25200, 'unixepoch') AS period_from, datetime(n.observed_at + 25200, 'unixepoch') AS observed,
       n.points / 10000.0 AS points, n.maximum / 10000.0 AS maximum, n.place, n.places,
       w.points / 10000.0 AS points_week_before, w.place AS place_week_before, w.place - n.place AS places_up_week,
       b.points / 10000.0 AS points_period_before, b.place AS place_period_before, b.place - n.place AS places_up_period
FROM current n
LEFT JOIN score_sample w ON w.unit = n.unit AND w.ruleset = n.ruleset AND w.criterion = n.criterion AND w.source_id = 0
     AND w.period_kind = n.period_kind AND w.period_from = n.period_from AND w.observed_at = n.week_before
LEFT JOIN known_score b ON b.source_id = 0 AND b.ruleset = n.ruleset AND b.period_kind = n.period_kind
     AND b.period_from = n.period_before AND b.criterion = n.criterion AND b.unit = n.unit
LEFT JOIN unit u ON u.code = n.unit;

CREATE VIEW v_remedy AS
SELECT d.ruleset, r.title AS ruleset_title, d.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, d.period_kind,
       datetime(d.period_from + 25200, 'unixepoch') AS period_from, datetime(d.observed_at + 25200, 'unixepoch') AS observed,
       d.reason, datetime(r.remedy_before + 25200, 'unixepoch') AS due_before, r.remedy_to AS due_to,
       r.remedy_document AS document
FROM known_remedy d
JOIN score_ruleset r ON r.ruleset = d.ruleset
LEFT JOIN unit u ON u.code = d.unit;

CREATE VIEW v_target AS
SELECT set_name, position, title, metric, target / 100.0 AS target, period_kind, unit_kinds,
       datetime(valid_from + 25200, 'unixepoch') AS valid_from, datetime(valid_to + 25200, 'unixepoch') AS valid_to
FROM known_target;

CREATE VIEW v_metric_period AS
SELECT n.unit, COALESCE(u.name, NULLIF(n.unit, 'ALL'), 'Toàn bộ') AS unit_name, n.metric, n.period_kind, n.period_from AS starts_at,
       datetime(n.period_from + 25200, 'unixepoch') AS starts, datetime(p.period_to + 25200, 'unixepoch') AS ends,
       n.numerator, n.denominator,
       CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) ELSE n.ratio / 10000.0 END AS rate,
       n.score / 10000.0 AS score
FROM known_metric n
JOIN known_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE VIEW v_run AS
SELECT s.name AS source, COALESCE(s.title, s.name) AS title, r.id, r.started_at,
       datetime(r.started_at + 25200, 'unixepoch') AS started, datetime(r.observed_at + 25200, 'unixepoch') AS observed,
       r.outcome, r.message, r.expected, r.got, r.expected - r.got AS missing, r.new_rows, r.changed, r.unchanged, r.rejected,
       r.rejects_open, r.bytes, r.pages, r.milliseconds, r.reasons, r.tries, r.waited_ms, r.retry_reason,
       datetime(r.newest_at + 25200, 'unixepoch') AS newest
FROM known_run r JOIN source s ON s.id = r.source_id;

CREATE VIEW v_reject AS
SELECT s.name AS source, j.stream, j.field, j.reason, COUNT(*) AS records,
       datetime(MIN(j.first_seen) + 25200, 'unixepoch') AS first_seen, datetime(MAX(j.last_seen) + 25200, 'unixepoch') AS last_seen
FROM known_reject j JOIN source s ON s.id = j.source_id GROUP BY s.name, j.stream, j.field, j.reason;

CREATE VIEW v_identity AS
SELECT b.unit, COALESCE(u.name, b.unit) AS unit_name, b.identity, b.period_kind,
       datetime(b.period_from + 25200, 'unixepoch') AS period_from, b.left_side, b.right_side,
       b.left_side - b.right_side AS difference, datetime(p.observed_at + 25200, 'unixepoch') AS observed
FROM identity_break b
JOIN known_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from AND p.stands
LEFT JOIN unit u ON u.code = b.unit;

CREATE VIEW v_overdue_ageing AS
WITH late AS (
    SELECT d.unit, MAX(1, (c.newest - d.due_at + 86399) / 86400) AS days
    FROM dossier d JOIN v_clock c ON d.received_at < c.newest AND d.due_at <= c.newest
         AND COALESCE(d.finished_at, d.returned_at) IS NULL
    WHERE d.status IS NOT 3 AND d.source_id NOT IN (SELECT id FROM source WHERE counts = 0)
      AND (d.twice_from IS NULL OR d.twice_from > CAST(strftime('%s', 'now') AS INTEGER) + 86400)
      AND d.known_from <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
    UNION ALL -- versions that a reading ahead of the clock replaced
    SELECT h.unit, MAX(1, (c.newest - h.due_at + 86399) / 86400)
    FROM dossier_history h JOIN v_clock c ON h.received_at < c.newest AND h.due_at <= c.newest
         AND COALESCE(h.finished_at, h.returned_at) IS NULL
    WHERE h.status IS NOT 3 AND h.source_id NOT IN (SELECT id FROM source WHERE counts = 0)
      AND (h.twice_from IS NULL OR h.twice_from > CAST(strftime('%s', 'now') AS INTEGER) + 86400)
      AND h.known_from <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
      AND h.replaced_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400
      AND h.replaced_by IN (SELECT id FROM run WHERE observed_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400)
)
SELECT l.unit, u.name AS unit_name, COUNT(*) AS overdue, SUM(l.days <= 3) AS days_1_3, SUM(l.days BETWEEN 4 AND 7) AS days_4_7,
       SUM(l.days BETWEEN 8 AND 30) AS days_8_30, SUM(l.days > 30) AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN unit u ON u.code = l.unit GROUP BY l.unit, u.name;

-- What stands ahead of the clock (a poll that a wrong clock dated, until 'motcua db mend' takes it back) is in no view. Each view reads
-- the store through the views known_*, which have the rows as the last reading that is not ahead left them; only v_quality names the rest.
-- "Ahead" is more than a day (LIMIT_AHEAD_SECONDS) behind the present of the database; 25200 s make Vietnamese wall time.

-- The versions of dossiers that a reading ahead of the clock replaced are found at the end of a history that only grows.
CREATE INDEX dossier_history_by_replaced_at ON motcua.dossier_history USING brin (replaced_at) WITH (autosummarize = on);

CREATE VIEW motcua.known_run WITH (security_invoker = true) AS
SELECT r.* FROM motcua.run r WHERE r.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_figure WITH (security_invoker = true) AS
SELECT f.* FROM motcua.figure f WHERE f.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_reject WITH (security_invoker = true) AS
SELECT j.source_id, j.stream, j.field, j.reason, j.first_seen,
       CASE WHEN j.last_seen <= EXTRACT(epoch FROM now())::bigint + 86400 THEN j.last_seen ELSE j.first_seen END AS last_seen
FROM motcua.reject j WHERE j.first_seen <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_remedy WITH (security_invoker = true) AS
SELECT d.* FROM motcua.remedy_due d WHERE d.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_outbox WITH (security_invoker = true) AS
SELECT o.* FROM motcua.outbox_sample o WHERE o.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_dossier WITH (security_invoker = true) AS
SELECT d.source_id, d.key, d.unit, d.procedure, d.sector, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at,
       CASE WHEN d.twice_from <= EXTRACT(epoch FROM now())::bigint + 86400 THEN d.twice_from END AS twice_from
FROM motcua.dossier d WHERE d.known_from <= EXTRACT(epoch FROM now())::bigint + 86400
UNION ALL
SELECT h.source_id, h.key, h.unit, h.procedure, h.sector, h.status, h.received_at, h.due_at, h.finished_at, h.returned_at,
       CASE WHEN h.twice_from <= EXTRACT(epoch FROM now())::bigint + 86400 THEN h.twice_from END
FROM motcua.dossier_history h
WHERE h.replaced_at > EXTRACT(epoch FROM now())::bigint + 86400 AND h.known_from <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_metric WITH (security_invoker = true) AS
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit, n.observed_at, n.numerator, n.denominator, n.ratio, n.score
FROM motcua.metric_now n WHERE n.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
UNION ALL
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit, s.observed_at, s.numerator, s.denominator, s.ratio, s.score
FROM motcua.metric_now n CROSS JOIN LATERAL (
    SELECT x.observed_at, x.numerator, x.denominator, x.ratio, x.score FROM motcua.metric_sample x
    WHERE x.unit = n.unit AND x.metric = n.metric AND x.period_kind = n.period_kind AND x.period_from = n.period_from
      AND x.source_id = n.source_id AND x.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
    ORDER BY x.observed_at DESC LIMIT 1) s
WHERE n.observed_at > EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_score WITH (security_invoker = true) AS
SELECT n.source_id, n.ruleset, n.period_kind, n.period_from, n.criterion, n.unit, n.version, n.observed_at,
       n.points, n.maximum, n.known, n.missing, n.numerator, n.denominator, n.place, n.places, n.origin,
       n.rate, n.aim, n.short_by, n.appraised, n.target, n.cause, n.self
FROM motcua.score_now n WHERE n.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
UNION ALL
SELECT n.source_id, n.ruleset, n.period_kind, n.period_from, n.criterion, n.unit, s.version, s.observed_at,
       s.points, s.maximum, s.known, s.missing, s.numerator, s.denominator, s.place, s.places, s.origin,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM motcua.score_now n CROSS JOIN LATERAL (
    SELECT x.* FROM motcua.score_sample x
    WHERE x.unit = n.unit AND x.ruleset = n.ruleset AND x.criterion = n.criterion AND x.period_kind = n.period_kind
      AND x.period_from = n.period_from AND x.source_id = n.source_id AND x.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
    ORDER BY x.observed_at DESC LIMIT 1) s
WHERE n.observed_at > EXTRACT(epoch FROM now())::bigint + 86400;

-- A period that was sampled before and again ahead of the clock is as at the newest reading that is not ahead; stands: it was not.
CREATE VIEW motcua.known_period WITH (security_invoker = true) AS
SELECT p.period_kind, p.period_from, p.period_to, p.observed_at, true AS stands
FROM motcua.sample_period p WHERE p.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
UNION ALL
SELECT p.period_kind, p.period_from, p.period_to,
       (SELECT MAX(r.observed_at) FROM motcua.known_run r WHERE r.sampled > 0), false
FROM motcua.sample_period p
WHERE p.observed_at > EXTRACT(epoch FROM now())::bigint + 86400 AND p.period_from <= EXTRACT(epoch FROM now())::bigint + 86400
  AND EXISTS (SELECT 1 FROM motcua.known_metric n WHERE n.source_id = 0 AND n.period_kind = p.period_kind AND n.period_from = p.period_from);

CREATE VIEW motcua.known_score_period WITH (security_invoker = true) AS
SELECT p.ruleset, p.period_kind, p.period_from, p.period_to, p.observed_at
FROM motcua.score_period p WHERE p.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
UNION ALL
SELECT p.ruleset, p.period_kind, p.period_from, p.period_to, (SELECT MAX(r.observed_at) FROM motcua.known_run r WHERE r.sampled > 0)
FROM motcua.score_period p
WHERE p.observed_at > EXTRACT(epoch FROM now())::bigint + 86400 AND p.period_from <= EXTRACT(epoch FROM now())::bigint + 86400
  AND EXISTS (SELECT 1 FROM motcua.known_score n WHERE n.source_id = 0 AND n.ruleset = p.ruleset AND n.period_kind = p.period_kind
              AND n.period_from = p.period_from);

CREATE OR REPLACE VIEW motcua.v_clock WITH (security_invoker = true) AS
SELECT newest, to_timestamp(newest) AS newest_time, (day - 1 - (day - 2) % 7 + 1) * 86400 - 25200 AS friday_end
FROM (SELECT newest, (newest + 25200) / 86400 AS day FROM (SELECT MAX(observed_at) AS newest FROM motcua.known_period) m) c;

-- The targets of sets that are in force in the present period; from and until when a set is, its rows say.
CREATE VIEW motcua.known_target WITH (security_invoker = true) AS
SELECT t.* FROM motcua.target t
WHERE (t.valid_from IS NULL OR t.valid_from < (SELECT newest FROM motcua.v_clock))
  AND (t.valid_to IS NULL OR t.valid_to > (SELECT MAX(p.period_from) FROM motcua.known_period p WHERE p.period_kind = t.period_kind));

CREATE OR REPLACE VIEW motcua.v_metric_now WITH (security_invoker = true) AS
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind,
       to_timestamp(n.period_from) AS period_from, to_timestamp(p.period_to) AS period_to,
       n.period_from = c.period_from AS is_current,
       to_timestamp(n.observed_at) AS observed,
       n.numerator, n.denominator,
       CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) END AS rate,
       n.ratio / 10000.0 AS published_ratio, n.score / 10000.0 AS published_score
FROM motcua.known_metric n
JOIN motcua.known_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
JOIN (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.known_period GROUP BY period_kind) c
     ON c.period_kind = n.period_kind
LEFT JOIN motcua.unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE OR REPLACE VIEW motcua.v_metric_last_friday WITH (security_invoker = true) AS
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind,
       to_timestamp(n.period_from) AS period_from, to_timestamp(s.observed_at) AS observed,
       s.numerator, s.denominator,
       CASE WHEN s.denominator > 0 THEN ROUND(100.0 * s.numerator / s.denominator, 2) END AS rate,
       s.ratio / 10000.0 AS published_ratio, s.score / 10000.0 AS published_score
FROM (SELECT p.period_kind, MIN(p.period_from) AS period_from FROM motcua.known_period p, motcua.v_clock k
      WHERE p.period_from < k.friday_end AND p.period_to >= k.friday_end - 86400 GROUP BY p.period_kind) w
JOIN motcua.known_metric n ON n.source_id = 0 AND n.period_kind = w.period_kind AND n.period_from = w.period_from
CROSS JOIN LATERAL (
    SELECT x.observed_at, x.numerator, x.denominator, x.ratio, x.score FROM motcua.metric_sample x
    WHERE x.unit = n.unit AND x.metric = n.metric AND x.period_kind = n.period_kind AND x.period_from = n.period_from
      AND x.source_id = 0 AND x.observed_at >= (SELECT friday_end - 604800 FROM motcua.v_clock)
      AND x.observed_at < (SELECT friday_end FROM motcua.v_clock)
    ORDER BY x.observed_at DESC LIMIT 1) s
LEFT JOIN motcua.unit u ON u.code = n.unit;

CREATE OR REPLACE VIEW motcua.v_change WITH (security_invoker = true) AS
WITH current AS (
    SELECT c.period_kind, c.period_from
    FROM (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.known_period GROUP BY period_kind) c
    JOIN (SELECT p.period_kind, MIN(p.period_from) AS period_from FROM motcua.known_period p, motcua.v_clock k
          WHERE p.period_from < k.friday_end AND p.period_to >= k.friday_end - 86400 GROUP BY p.period_kind) w
         ON w.period_kind = c.period_kind AND w.period_from = c.period_from
)
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind, to_timestamp(n.period_from) AS period_from,
       to_timestamp(n.observed_at) AS observed, to_timestamp(s.observed_at) AS observed_before,
       n.numerator, s.numerator AS numerator_before, n.denominator, s.denominator AS denominator_before,
       r.rate, r.rate_before, r.rate - r.rate_before AS change
FROM current c
JOIN motcua.known_metric n ON n.source_id = 0 AND n.period_kind = c.period_kind AND n.period_from = c.period_from
CROSS JOIN LATERAL (
    SELECT x.observed_at, x.numerator, x.denominator FROM motcua.metric_sample x
    WHERE x.unit = n.unit AND x.metric = n.metric AND x.period_kind = n.period_kind AND x.period_from = n.period_from
      AND x.source_id = 0 AND x.observed_at >= (SELECT friday_end - 604800 FROM motcua.v_clock)
      AND x.observed_at < (SELECT friday_end FROM motcua.v_clock)
    ORDER BY x.observed_at DESC LIMIT 1) s
CROSS JOIN LATERAL (
    SELECT CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) END AS rate,
           CASE WHEN s.denominator > 0 THEN ROUND(100.0 * s.numerator / s.denominator, 2) END AS rate_before
    OFFSET 0) r
LEFT JOIN motcua.unit u ON u.code = n.unit;

CREATE OR REPLACE VIEW motcua.v_commitment WITH (security_invoker = true) AS
WITH place AS (
    SELECT u.code, u.name, COALESCE(u.kind, 'other') AS kind, MAX(us.dossiers) AS dossiers
    FROM motcua.unit u JOIN motcua.unit_source us ON us.unit = u.code GROUP BY u.code, u.name, u.kind
), current AS (
    SELECT t.*, (SELECT MAX(p.period_from) FROM motcua.known_period p WHERE p.period_kind = t.period_kind) AS period_from
    FROM motcua.known_target t
), bound AS (
    SELECT t.*, p.code AS unit, p.name AS unit_name
    FROM current t JOIN place p ON (t.unit_kinds = '' OR position(' ' || p.kind || ' ' IN t.unit_kinds) > 0)
    WHERE p.dossiers = 1 OR p.kind <> 'province'
    UNION ALL
    SELECT t.*, 'ALL', NULL FROM current t
), judged AS (
    SELECT b.*, n.numerator AS n, n.denominator AS d, n.observed_at,
           b.target * n.denominator - 10000 * n.numerator AS short_by
    FROM bound b LEFT JOIN (
        SELECT t.set_name, t.position, m.* FROM current t CROSS JOIN LATERAL (
            SELECT x.unit, x.numerator, x.denominator, x.observed_at FROM motcua.known_metric x
            WHERE x.source_id = 0 AND x.metric = t.metric AND x.period_kind = t.period_kind AND x.period_from = t.period_from
            OFFSET 0) m) n
        ON n.set_name = b.set_name AND n.position = b.position AND n.unit = b.unit
)
SELECT set_name, position, title, unit, unit_name, metric, period_kind,
       to_timestamp(period_from) AS period_from, to_timestamp(observed_at) AS observed,
       n AS numerator, d AS denominator,
       CASE WHEN d > 0 THEN ROUND(100.0 * n / d, 2) END AS rate, target / 100.0 AS target,
       CASE WHEN n IS NULL OR d IS NULL THEN 'unknown' WHEN d = 0 THEN 'none' WHEN short_by <= 0 THEN 'yes' ELSE 'no' END AS kept,
       CASE WHEN n IS NULL OR d IS NULL THEN NULL WHEN d = 0 OR short_by <= 0 THEN 0 ELSE (short_by + 9999) / 10000 END
           AS fix_existing,
       CASE WHEN n IS NULL OR d IS NULL THEN NULL WHEN d = 0 OR short_by <= 0 THEN 0
            WHEN target < 10000 THEN (short_by + 10000 - target - 1) / (10000 - target) END AS need_new
FROM judged;

CREATE OR REPLACE VIEW motcua.v_league WITH (security_invoker = true) AS
WITH current AS (
    SELECT period_kind, MAX(period_from) AS period_from FROM motcua.known_period GROUP BY period_kind
), points AS (
    SELECT DISTINCT ON (t.set_name, f.unit) t.set_name, f.unit, f.score
    FROM (SELECT DISTINCT set_name, period_kind FROM motcua.known_target) t
    JOIN current c ON c.period_kind = t.period_kind
    JOIN motcua.known_figure f ON f.metric = 'TOTAL' AND f.period_kind = c.period_kind AND f.period_from = c.period_from
    ORDER BY t.set_name, f.unit, f.observed_at DESC, f.source_id
), verdict AS MATERIALIZED ( -- as v_commitment has them
    SELECT t.set_name, n.unit,
           COUNT(*) FILTER (WHERE n.denominator > 0 AND t.target * n.denominator <= 10000 * n.numerator) AS kept,
           COUNT(*) FILTER (WHERE n.denominator > 0) AS judged,
           SUM(GREATEST(0, (t.target * n.denominator - 10000 * n.numerator + 9999) / 10000)::integer) AS short_total
    FROM motcua.known_target t JOIN current c ON c.period_kind = t.period_kind
    CROSS JOIN LATERAL (
        SELECT x.unit, x.numerator, x.denominator FROM motcua.known_metric x
        WHERE x.source_id = 0 AND x.metric = t.metric AND x.period_kind = t.period_kind AND x.period_from = c.period_from
        OFFSET 0) n
    WHERE n.unit <> 'ALL' AND n.numerator IS NOT NULL AND n.denominator IS NOT NULL
    GROUP BY t.set_name, n.unit
), standing AS (
    SELECT t.set_name, p.code AS unit, p.name AS unit_name, COALESCE(v.kept, 0) AS kept, COALESCE(v.judged, 0) AS judged,
           COALESCE(v.short_total, 0) AS short_total
    FROM (SELECT DISTINCT set_name, unit_kinds FROM motcua.known_target) t
    JOIN (SELECT u.code, u.name, COALESCE(u.kind, 'other') AS kind FROM motcua.unit u
          JOIN (SELECT unit, MAX(dossiers) AS dossiers FROM motcua.unit_source GROUP BY unit) us ON us.unit = u.code
          WHERE us.dossiers = 1 OR COALESCE(u.kind, 'other') <> 'province') p
         ON (t.unit_kinds = '' OR position(' ' || p.kind || ' ' IN t.unit_kinds) > 0)
    LEFT JOIN verdict v ON v.set_name = t.set_name AND v.unit = p.code
)
SELECT s.set_name,
       CASE WHEN p.score IS NOT NULL OR s.judged > 0 THEN RANK() OVER (PARTITION BY s.set_name
           ORDER BY p.score IS NULL, p.score DESC, CASE WHEN p.score IS NULL THEN s.judged = 0 END,
           CASE WHEN p.score IS NULL THEN s.kept END DESC, CASE WHEN p.score IS NULL THEN s.short_total END) END AS rank,
       s.unit, s.unit_name, s.kept, s.judged, s.short_total, p.score / 10000.0 AS points
FROM standing s LEFT JOIN points p ON p.set_name = s.set_name AND p.unit = s.unit;

CREATE OR REPLACE VIEW motcua.v_overdue_ageing WITH (security_invoker = true) AS
WITH late AS (
    SELECT d.unit, GREATEST(1, (c.newest - d.due_at + 86399) / 86400) AS days
    FROM motcua.known_dossier d JOIN motcua.v_clock c ON d.received_at < c.newest AND d.due_at <= c.newest
         AND COALESCE(d.finished_at, d.returned_at) IS NULL
    WHERE d.status IS DISTINCT FROM 3 AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0)
          AND d.twice_from IS NULL
)
SELECT l.unit, u.name AS unit_name, COUNT(*) AS overdue, COUNT(*) FILTER (WHERE l.days <= 3) AS days_1_3,
       COUNT(*) FILTER (WHERE l.days BETWEEN 4 AND 7) AS days_4_7, COUNT(*) FILTER (WHERE l.days BETWEEN 8 AND 30) AS days_8_30,
       COUNT(*) FILTER (WHERE l.days > 30) AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN motcua.unit u ON u.code = l.unit GROUP BY l.unit, u.name;

CREATE OR REPLACE VIEW motcua.v_freshness WITH (security_invoker = true) AS
WITH gone AS MATERIALIZED (SELECT source, COUNT(*) AS n FROM motcua.v_missing GROUP BY source)
SELECT s.name AS source, s.title, s.counts, to_timestamp(r.observed_at) AS last_run, r.outcome, r.message, r.expected, r.got,
       to_timestamp((SELECT MAX(c.observed_at) FROM motcua.known_run c WHERE c.source_id = s.id AND c.outcome = 'complete'))
           AS last_complete,
       to_timestamp((SELECT MAX(c.observed_at) FROM motcua.known_run c WHERE c.source_id = s.id AND c.missing IS NOT NULL))
           AS last_sweep,
       COALESCE((SELECT m.n FROM gone m WHERE m.source = s.name), 0) AS missing
FROM motcua.source s
LEFT JOIN LATERAL (SELECT * FROM motcua.known_run q WHERE q.source_id = s.id ORDER BY q.id DESC LIMIT 1) r ON true;

CREATE OR REPLACE VIEW motcua.v_quality WITH (security_invoker = true) AS
SELECT 'run' AS issue, s.name AS source, NULL::text AS unit, r.outcome || COALESCE(': ' || r.message, '') AS what,
       r.expected - r.got AS number, to_timestamp(r.observed_at) AS observed
FROM motcua.source s
JOIN LATERAL (SELECT * FROM motcua.known_run q WHERE q.source_id = s.id ORDER BY q.id DESC LIMIT 1) r ON r.outcome <> 'complete'
UNION ALL
SELECT 'reject', s.name, NULL, j.field || ': ' || j.reason, COUNT(*), to_timestamp(MAX(j.last_seen))
FROM motcua.known_reject j JOIN motcua.source s ON s.id = j.source_id GROUP BY s.name, j.field, j.reason
UNION ALL
SELECT 'identity', NULL, b.unit, b.identity || ': ' || b.left_side || ' <> ' || b.right_side || ' (' || b.period_kind || ')',
       b.left_side - b.right_side, to_timestamp(p.observed_at)
FROM motcua.identity_break b JOIN motcua.known_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from AND p.stands
UNION ALL
SELECT 'missing', m.source, m.unit, 'no longer given by the portal', COUNT(*), MAX(m.missing_since)
FROM motcua.v_missing m GROUP BY m.source, m.unit
UNION ALL
SELECT 'ahead', s.name, NULL, 'dated ahead of the clock: motcua db check, motcua db mend', COUNT(*), to_timestamp(MAX(r.observed_at))
FROM motcua.run r JOIN motcua.source s ON s.id = r.source_id WHERE r.observed_at > EXTRACT(epoch FROM now())::bigint + 86400 GROUP BY s.name;

CREATE OR REPLACE VIEW motcua.v_missing WITH (security_invoker = true) AS
SELECT s.name AS source, h.unit, u.name AS unit_name, h.key, h.code, to_timestamp(h.replaced_at) AS missing_since
FROM motcua.dossier_history h JOIN motcua.source s ON s.id = h.source_id LEFT JOIN motcua.unit u ON u.code = h.unit
WHERE h.missing = 1 AND h.replaced_at <= EXTRACT(epoch FROM now())::bigint + 86400
  AND NOT EXISTS (SELECT 1 FROM motcua.dossier d WHERE d.source_id = h.source_id AND d.key = h.key
                  AND d.known_from <= EXTRACT(epoch FROM now())::bigint + 86400)
  AND NOT EXISTS (SELECT 1 FROM motcua.dossier_history n WHERE n.source_id = h.source_id AND n.key = h.key
                  AND n.missing = 1 AND n.replaced_at > h.replaced_at
                  AND n.replaced_at <= EXTRACT(epoch FROM now())::bigint + 86400);

CREATE OR REPLACE VIEW motcua.v_score_now WITH (security_invoker = true) AS
SELECT n.ruleset, r.title AS ruleset_title, n.version, n.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind,
       n.criterion, k.title, k.position, k.depth, k.parent, k.area, k.parts = 0 AS is_leaf, k.responsible,
       n.period_kind, to_timestamp(n.period_from) AS period_from, to_timestamp(p.period_to) AS period_to,
       n.period_from = c.period_from AS is_current, to_timestamp(n.observed_at) AS observed,
       n.points / 10000.0 AS points, n.maximum / 10000.0 AS maximum, n.known / 10000.0 AS known,
       (n.known - n.points) / 10000.0 AS lost, n.missing, n.numerator, n.denominator, n.rate / 10000.0 AS rate,
       n.aim / 10000.0 AS aim, n.short_by, n.appraised / 10000.0 AS appraised, n.target / 10000.0 AS target,
       n.place, n.places, n.origin, n.cause, k.assumed = 1 AS is_assumed,
       n.self / 10000.0 AS self
FROM motcua.known_score n
JOIN motcua.score_ruleset r ON r.ruleset = n.ruleset
JOIN motcua.score_criterion k ON k.ruleset = n.ruleset AND k.criterion = n.criterion
JOIN motcua.known_score_period p ON p.ruleset = n.ruleset AND p.period_kind = n.period_kind AND p.period_from = n.period_from
JOIN (SELECT ruleset, period_kind, MAX(period_from) AS period_from FROM motcua.known_score_period GROUP BY ruleset, period_kind) c
     ON c.ruleset = n.ruleset AND c.period_kind = n.period_kind
LEFT JOIN motcua.unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE OR REPLACE VIEW motcua.v_score_history WITH (security_invoker = true) AS
SELECT s.ruleset, s.version, s.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, s.criterion AS area, k.title,
       k.position, k.depth, s.period_kind, to_timestamp(s.period_from) AS period_from, s.observed_at,
       to_timestamp(s.observed_at) AS observed, s.points / 10000.0 AS points, s.maximum / 10000.0 AS maximum,
       (s.known - s.points) / 10000.0 AS lost, s.missing, s.place, s.places
FROM motcua.score_sample s
JOIN motcua.score_criterion k ON k.ruleset = s.ruleset AND k.criterion = s.criterion AND k.depth <= 1
LEFT JOIN motcua.unit u ON u.code = s.unit
WHERE s.source_id = 0 AND s.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE OR REPLACE VIEW motcua.v_score_rank WITH (security_invoker = true) AS
SELECT n.ruleset, n.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, n.period_kind,
       to_timestamp(n.period_from) AS period_from, to_timestamp(n.observed_at) AS observed,
       n.points / 10000.0 AS points, n.maximum / 10000.0 AS maximum, n.place, n.places,
       w.points / 10000.0 AS points_week_before, w.place AS place_week_before, w.place - n.place AS places_up_week,
       b.points / 10000.0 AS points_period_before, b.place AS place_period_before, b.place - n.place AS places_up_period
FROM motcua.known_score n
JOIN (SELECT ruleset, period_kind, MAX(period_from) AS period_from FROM motcua.known_score_period GROUP BY ruleset, period_kind) c
     ON c.ruleset = n.ruleset AND c.period_kind = n.period_kind AND c.period_from = n.period_from
LEFT JOIN LATERAL (
    SELECT s.points, s.place FROM motcua.score_sample s
    WHERE s.unit = n.unit AND s.ruleset = n.ruleset AND s.criterion = n.criterion AND s.source_id = 0
      AND s.period_kind = n.period_kind AND s.period_from = n.period_from
      AND s.observed_at <= (SELECT newest - 604800 FROM motcua.v_clock)
    ORDER BY s.observed_at DESC LIMIT 1) w ON true
LEFT JOIN LATERAL (
    SELECT q.points, q.place FROM motcua.known_score q
    WHERE q.source_id = 0 AND q.ruleset = n.ruleset AND q.period_kind = n.period_kind AND q.criterion = n.criterion
      AND q.unit = n.unit AND q.period_from < n.period_from
    ORDER BY q.period_from DESC LIMIT 1) b ON true
LEFT JOIN motcua.unit u ON u.code = n.unit
WHERE n.source_id = 0 AND n.criterion = 'TOTAL' AND n.place IS NOT NULL;

CREATE OR REPLACE VIEW motcua.v_remedy WITH (security_invoker = true) AS
SELECT d.ruleset, r.title AS ruleset_title, d.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, d.period_kind,
       to_timestamp(d.period_from) AS period_from, to_timestamp(d.observed_at) AS observed, d.reason,
       to_timestamp(r.remedy_before) AS due_before, r.remedy_to AS due_to, r.remedy_document AS document
FROM motcua.known_remedy d
JOIN motcua.score_ruleset r ON r.ruleset = d.ruleset
LEFT JOIN motcua.unit u ON u.code = d.unit;

CREATE OR REPLACE VIEW motcua.v_target WITH (security_invoker = true) AS
SELECT set_name, position, title, metric, target / 100.0 AS target, period_kind, unit_kinds,
       to_timestamp(valid_from) AS valid_from, to_timestamp(valid_to) AS valid_to
FROM motcua.known_target;

CREATE OR REPLACE VIEW motcua.v_count_sample WITH (security_invoker = true) AS
SELECT s.observed_at, to_timestamp(s.observed_at) AS observed, s.unit, COALESCE(u.name, NULLIF(s.unit, 'ALL'), 'Toàn bộ') AS unit_name, s.counter,
       s.period_kind, to_timestamp(s.period_from) AS period_from, s.value
FROM motcua.count_sample s LEFT JOIN motcua.unit u ON u.code = s.unit
WHERE s.source_id = 0 AND s.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE OR REPLACE VIEW motcua.v_metric_sample WITH (security_invoker = true) AS
SELECT s.observed_at, to_timestamp(s.observed_at) AS observed, s.unit, COALESCE(u.name, NULLIF(s.unit, 'ALL'), 'Toàn bộ') AS unit_name, s.metric,
       s.period_kind, to_timestamp(s.period_from) AS period_from, to_timestamp(p.period_to) AS period_to,
       s.numerator, s.denominator,
       CASE WHEN s.denominator > 0 THEN ROUND(100.0 * s.numerator / s.denominator, 2) ELSE s.ratio / 10000.0 END AS rate,
       s.score / 10000.0 AS score
FROM motcua.metric_sample s
JOIN motcua.known_period p ON p.period_kind = s.period_kind AND p.period_from = s.period_from
LEFT JOIN motcua.unit u ON u.code = s.unit
WHERE s.source_id = 0 AND s.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE OR REPLACE VIEW motcua.v_metric_period WITH (security_invoker = true) AS
SELECT n.unit, COALESCE(u.name, NULLIF(n.unit, 'ALL'), 'Toàn bộ') AS unit_name, n.metric, n.period_kind, n.period_from AS starts_at,
       to_timestamp(n.period_from) AS starts, to_timestamp(p.period_to) AS ends, n.numerator, n.denominator,
       CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) ELSE n.ratio / 10000.0 END AS rate,
       n.score / 10000.0 AS score
FROM motcua.known_metric n
JOIN motcua.known_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN motcua.unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE OR REPLACE VIEW motcua.v_count_now WITH (security_invoker = true) AS
SELECT DISTINCT ON (s.unit, s.counter, s.period_kind)
       s.unit, COALESCE(u.name, NULLIF(s.unit, 'ALL'), 'Toàn bộ') AS unit_name, s.counter, s.period_kind, to_timestamp(s.period_from) AS period_from,
       to_timestamp(s.observed_at) AS observed, s.value
FROM (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.known_period GROUP BY period_kind) c
JOIN motcua.count_sample s ON s.period_kind = c.period_kind AND s.period_from = c.period_from AND s.source_id = 0
     AND s.observed_at >= (SELECT (newest + 25200) / 86400 * 86400 - 25200 FROM motcua.v_clock)
     AND s.observed_at <= (SELECT newest FROM motcua.v_clock)
LEFT JOIN motcua.unit u ON u.code = s.unit
ORDER BY s.unit, s.counter, s.period_kind, s.observed_at DESC;

CREATE OR REPLACE VIEW motcua.v_standing WITH (security_invoker = true) AS
SELECT t.set_name, n.unit,
       COUNT(*) FILTER (WHERE n.denominator > 0 AND t.target * n.denominator <= 10000 * n.numerator) AS kept,
       COUNT(*) FILTER (WHERE n.denominator > 0) AS judged,
       SUM(GREATEST(0, (t.target * n.denominator - 10000 * n.numerator + 9999) / 10000)::integer) AS short_total
FROM motcua.known_target t
JOIN (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.known_period GROUP BY period_kind) c
     ON c.period_kind = t.period_kind
JOIN motcua.known_metric n ON n.source_id = 0 AND n.metric = t.metric AND n.period_kind = t.period_kind
     AND n.period_from = c.period_from
JOIN motcua.unit u ON u.code = n.unit AND (t.unit_kinds = '' OR position(' ' || COALESCE(u.kind, 'other') || ' ' IN t.unit_kinds) > 0)
WHERE n.numerator IS NOT NULL AND n.denominator IS NOT NULL
GROUP BY t.set_name, n.unit;

CREATE OR REPLACE VIEW motcua.v_forecast WITH (security_invoker = true) AS
WITH pace AS (
    SELECT t.set_name, t.position, t.title, t.metric, t.period_kind, t.target, n.unit,
           COALESCE(u.name, NULLIF(n.unit, 'ALL'), 'Toàn bộ') AS unit_name,
           n.unit <> 'ALL' AND (t.unit_kinds = '' OR position(' ' || COALESCE(u.kind, 'other') || ' ' IN t.unit_kinds) > 0)
               AS is_bound,
           p.period_from, p.observed_at, p.period_to - p.observed_at AS left_over, n.numerator, n.denominator,
           t.target * n.denominator - 10000 * n.numerator AS short_by,
           p.observed_at - COALESCE(b.observed_at, p.period_from) AS span,
           COALESCE(b.numerator, 0) AS numerator_before, COALESCE(b.denominator, 0) AS denominator_before
    FROM motcua.known_target t
    JOIN (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.known_period GROUP BY period_kind) c
         ON c.period_kind = t.period_kind
    JOIN motcua.known_period p ON p.period_kind = c.period_kind AND p.period_from = c.period_from
    JOIN motcua.known_metric n ON n.source_id = 0 AND n.metric = t.metric AND n.period_kind = t.period_kind
         AND n.period_from = c.period_from
    LEFT JOIN LATERAL (
        SELECT x.observed_at, x.numerator, x.denominator FROM motcua.metric_sample x
        WHERE x.unit = n.unit AND x.metric = n.metric AND x.period_kind = n.period_kind AND x.period_from = n.period_from
          AND x.source_id = 0 AND x.observed_at >= p.period_from AND x.observed_at <= p.observed_at - 561600
          AND x.numerator IS NOT NULL AND x.denominator IS NOT NULL
        ORDER BY x.observed_at DESC LIMIT 1) b ON true
    LEFT JOIN motcua.unit u ON u.code = n.unit
), ahead AS (
    SELECT p.*,
           CASE WHEN span > 0 AND left_over >= 0 AND short_by IS NOT NULL
                THEN GREATEST(0, numerator + (numerator - numerator_before) * left_over::numeric / span) END AS n,
           CASE WHEN span > 0 AND left_over >= 0 AND short_by IS NOT NULL
                THEN GREATEST(0, denominator + (denominator - denominator_before) * left_over::numeric / span) END AS d
    FROM pace p
)
SELECT set_name, position, title, unit, unit_name, is_bound, metric, period_kind, to_timestamp(period_from) AS period_from,
       observed_at, to_timestamp(observed_at) AS observed, numerator, denominator,
       CASE WHEN denominator > 0 THEN ROUND(100.0 * numerator / denominator, 2) END AS rate, target / 100.0 AS target,
       CASE WHEN short_by IS NULL THEN 'unknown' WHEN denominator = 0 THEN 'none' WHEN short_by <= 0 THEN 'yes' ELSE 'no' END AS kept,
       CASE WHEN short_by <= 0 OR denominator = 0 THEN 0 ELSE (short_by + 9999) / 10000 END AS fix_existing,
       CASE WHEN short_by <= 0 OR denominator = 0 THEN 0 WHEN target < 10000 THEN (short_by + 10000 - target - 1) / (10000 - target) END AS need_new,
       CASE WHEN denominator > 0 AND denominator_before > 0
            THEN ROUND(100.0 * numerator / denominator - 100.0 * numerator_before / denominator_before, 2) END AS change_7_days,
       ROUND(left_over / 86400.0, 1) AS days_left, ROUND(n) AS forecast_numerator, ROUND(d) AS forecast_denominator,
       CASE WHEN d > 0 THEN ROUND(100 * n / d, 2) END AS forecast_rate,
       CASE WHEN n IS NULL OR d IS NULL THEN 'unknown' WHEN d = 0 THEN 'none' WHEN 10000 * n >= target * d THEN 'yes'
            ELSE 'no' END AS forecast_kept
FROM ahead;

CREATE OR REPLACE VIEW motcua.v_open WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name,
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ') AS sector,
       d.received_at, d.due_at,
       COALESCE(d.due_at <= c.newest, false) AS is_overdue,
       COALESCE(d.due_at > c.newest AND d.due_at <= c.newest + 259200, false) AS is_due_soon, d.sector AS sector_code
FROM motcua.known_dossier d JOIN motcua.v_clock c ON d.received_at < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN motcua.catalogue f ON f.kind = 'sector' AND f.code = d.sector
WHERE COALESCE(d.finished_at, d.returned_at) IS NULL AND d.status IS DISTINCT FROM 3
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

CREATE OR REPLACE VIEW motcua.v_finished WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name,
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ') AS sector,
       CASE WHEN p.name IS NULL OR p.name = d.procedure THEN d.procedure ELSE p.name || ' (' || d.procedure || ')' END AS procedure,
       COALESCE(d.finished_at, d.returned_at) AS finished_at,
       to_timestamp(COALESCE(d.finished_at, d.returned_at)) AS finished,
       (COALESCE(d.finished_at, d.returned_at) - d.received_at) / 86400.0 AS days,
       COALESCE(COALESCE(d.finished_at, d.returned_at) > d.due_at, false) AS is_late,
       d.sector AS sector_code, d.procedure AS procedure_code
FROM motcua.known_dossier d JOIN motcua.v_clock c ON COALESCE(d.finished_at, d.returned_at) < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN motcua.catalogue p ON p.kind = 'procedure' AND p.code = d.procedure
LEFT JOIN motcua.catalogue f ON f.kind = 'sector' AND f.code = d.sector
WHERE d.status IS DISTINCT FROM 3 AND d.status IS DISTINCT FROM 7 AND d.status IS DISTINCT FROM 8
  AND COALESCE(d.finished_at, d.returned_at) >= d.received_at
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

CREATE OR REPLACE VIEW motcua.v_run WITH (security_invoker = true) AS
SELECT s.name AS source, COALESCE(s.title, s.name) AS title, r.id, r.started_at, to_timestamp(r.started_at) AS started,
       to_timestamp(r.observed_at) AS observed, r.outcome, r.message, r.expected, r.got, r.expected - r.got AS missing,
       r.new_rows, r.changed, r.unchanged, r.rejected, r.rejects_open, r.bytes, r.pages, r.milliseconds, r.reasons, r.tries,
       r.waited_ms, r.retry_reason, to_timestamp(r.newest_at) AS newest
FROM motcua.known_run r JOIN motcua.source s ON s.id = r.source_id;

CREATE OR REPLACE VIEW motcua.v_reject WITH (security_invoker = true) AS
SELECT s.name AS source, j.stream, j.field, j.reason, COUNT(*) AS records, to_timestamp(MIN(j.first_seen)) AS first_seen,
       to_timestamp(MAX(j.last_seen)) AS last_seen
FROM motcua.known_reject j JOIN motcua.source s ON s.id = j.source_id GROUP BY s.name, j.stream, j.field, j.reason;

CREATE OR REPLACE VIEW motcua.v_identity WITH (security_invoker = true) AS
SELECT b.unit, COALESCE(u.name, b.unit) AS unit_name, b.identity, b.period_kind, to_timestamp(b.period_from) AS period_from,
       b.left_side, b.right_side, b.left_side - b.right_side AS difference, to_timestamp(p.observed_at) AS observed
FROM motcua.identity_break b
JOIN motcua.known_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from AND p.stands
LEFT JOIN motcua.unit u ON u.code = b.unit;

CREATE OR REPLACE VIEW motcua.v_disagreement WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name, d.metric, d.period_kind, d.starts_at, to_timestamp(d.starts_at) AS starts,
       d.one, d.one_numerator, d.one_denominator, d.other, d.other_numerator, d.other_denominator,
       CASE WHEN d.one_denominator > 0 AND d.other_denominator > 0
            THEN ROUND(100.0 * d.one_numerator / d.one_denominator - 100.0 * d.other_numerator / d.other_denominator, 2) END AS points
FROM (
    SELECT o.unit, o.metric, o.period_kind, o.period_from AS starts_at, 'tự đếm' AS one, o.numerator AS one_numerator,
           o.denominator AS one_denominator, 'công bố' AS other, p.numerator AS other_numerator, p.denominator AS other_denominator
    FROM motcua.known_metric p -- the published ones first: they are few, and a stretch of the key
    JOIN motcua.known_metric o ON o.source_id = 0 AND o.metric = substr(p.metric, 7) AND o.period_kind = p.period_kind
         AND o.period_from = p.period_from AND o.unit = p.unit
    WHERE p.source_id = 0 AND p.metric >= 'dvcqg_' AND p.metric < 'dvcqg`' AND (o.numerator <> p.numerator OR o.denominator <> p.denominator)
    UNION ALL
    SELECT a.unit, a.metric, a.period_kind, a.period_from, s.name, a.numerator, a.denominator, t.name, b.numerator, b.denominator
    FROM motcua.known_figure a
    JOIN motcua.known_figure b ON b.source_id > a.source_id AND b.period_kind = a.period_kind AND b.period_from = a.period_from
         AND b.unit = a.unit AND b.metric = a.metric AND (b.numerator <> a.numerator OR b.denominator <> a.denominator)
    JOIN motcua.source s ON s.id = a.source_id JOIN motcua.source t ON t.id = b.source_id
    WHERE NOT EXISTS (SELECT 1 FROM motcua.known_figure x WHERE x.source_id = a.source_id AND x.period_kind = a.period_kind
                      AND x.period_from = a.period_from AND x.unit = a.unit AND x.metric = a.metric AND x.observed_at > a.observed_at)
      AND NOT EXISTS (SELECT 1 FROM motcua.known_figure x WHERE x.source_id = b.source_id AND x.period_kind = b.period_kind
                      AND x.period_from = b.period_from AND x.unit = b.unit AND x.metric = b.metric AND x.observed_at > b.observed_at)
) d LEFT JOIN motcua.unit u ON u.code = d.unit;

CREATE OR REPLACE VIEW motcua.v_outbox WITH (security_invoker = true) AS
SELECT place, observed_at, to_timestamp(observed_at) AS observed, pages, refused, bytes, maximum,
       ROUND(100.0 * bytes / NULLIF(maximum, 0), 1) AS fill, to_timestamp(oldest) AS oldest
FROM motcua.known_outbox;

COMMENT ON VIEW motcua.known_run IS 'Lần thu thập không vượt trước đồng hồ (the polls that are not dated ahead of the clock)';
COMMENT ON VIEW motcua.known_figure IS 'figure, without what is dated ahead of the clock';
COMMENT ON VIEW motcua.known_reject IS 'reject, without what is dated ahead of the clock';
COMMENT ON VIEW motcua.known_remedy IS 'remedy_due, without what is dated ahead of the clock';
COMMENT ON VIEW motcua.known_outbox IS 'outbox_sample, without what is dated ahead of the clock';
COMMENT ON VIEW motcua.known_dossier IS 'dossier as the last reading left it that is not dated ahead of the clock';
COMMENT ON VIEW motcua.known_metric IS 'metric_now as the last reading left it that is not dated ahead of the clock';
COMMENT ON VIEW motcua.known_score IS 'score_now as the last reading left it that is not dated ahead of the clock';
COMMENT ON VIEW motcua.known_period IS 'sample_period without what only a reading ahead of the clock sampled; stands: none sampled it since';
COMMENT ON VIEW motcua.known_score_period IS 'score_period without what only a reading ahead of the clock scored';
COMMENT ON VIEW motcua.known_target IS 'Chỉ tiêu của các bộ cam kết đang có hiệu lực (targets of sets that are in force in the present period)';

-- Where there are roles already, the views go on to be read with their owner's rights.
DO $$
DECLARE
    v record;
BEGIN
    IF to_regnamespace('motcua_unit') IS NOT NULL THEN
        FOR v IN SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind = 'v' LOOP
            EXECUTE format('ALTER VIEW motcua.%I RESET (security_invoker)', v.relname);
        END LOOP;
    END IF;
END
$$;

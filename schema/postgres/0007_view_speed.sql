-- The league table and the commitments of a nation (3,321 units) in tens of milliseconds, whatever lies in metric_now: both read
-- one target after the other, each one stretch of the primary key. OFFSET 0 keeps the planner from joining all of metric_now.
--
-- target has a handful of rows, too few for autovacuum to look at by itself: without statistics it counts as hundreds, and a plan
-- for hundreds of thousands of rows is compiled (JIT) for longer than it runs.
ALTER TABLE motcua.target SET (autovacuum_analyze_threshold = 0, autovacuum_analyze_scale_factor = 0);

CREATE OR REPLACE VIEW motcua.v_commitment WITH (security_invoker = true) AS
WITH place AS (
    SELECT u.code, u.name, COALESCE(u.kind, 'other') AS kind, MAX(us.dossiers) AS dossiers
    FROM motcua.unit u JOIN motcua.unit_source us ON us.unit = u.code GROUP BY u.code, u.name, u.kind
), current AS (
    SELECT t.*, (SELECT MAX(p.period_from) FROM motcua.sample_period p WHERE p.period_kind = t.period_kind) AS period_from
    FROM motcua.target t
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
            SELECT x.unit, x.numerator, x.denominator, x.observed_at FROM motcua.metric_now x
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
    SELECT period_kind, MAX(period_from) AS period_from FROM motcua.sample_period GROUP BY period_kind
), points AS (
    SELECT DISTINCT ON (t.set_name, f.unit) t.set_name, f.unit, f.score
    FROM (SELECT DISTINCT set_name, period_kind FROM motcua.target) t
    JOIN current c ON c.period_kind = t.period_kind
    JOIN motcua.figure f ON f.metric = 'TOTAL' AND f.period_kind = c.period_kind AND f.period_from = c.period_from
    ORDER BY t.set_name, f.unit, f.observed_at DESC, f.source_id
), verdict AS MATERIALIZED ( -- as v_commitment has them
    SELECT t.set_name, n.unit,
           COUNT(*) FILTER (WHERE n.denominator > 0 AND t.target * n.denominator <= 10000 * n.numerator) AS kept,
           COUNT(*) FILTER (WHERE n.denominator > 0) AS judged,
           SUM(GREATEST(0, (t.target * n.denominator - 10000 * n.numerator + 9999) / 10000)::integer) AS short_total
    FROM motcua.target t JOIN current c ON c.period_kind = t.period_kind
    CROSS JOIN LATERAL (
        SELECT x.unit, x.numerator, x.denominator FROM motcua.metric_now x
        WHERE x.source_id = 0 AND x.metric = t.metric AND x.period_kind = t.period_kind AND x.period_from = c.period_from
        OFFSET 0) n
    WHERE n.unit <> 'ALL' AND n.numerator IS NOT NULL AND n.denominator IS NOT NULL
    GROUP BY t.set_name, n.unit
), standing AS (
    SELECT t.set_name, p.code AS unit, p.name AS unit_name, COALESCE(v.kept, 0) AS kept, COALESCE(v.judged, 0) AS judged,
           COALESCE(v.short_total, 0) AS short_total
    FROM (SELECT DISTINCT set_name, unit_kinds FROM motcua.target) t
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

-- What v_metric_now and v_metric_last_friday have of the current periods, in one pass over metric_now.
CREATE OR REPLACE VIEW motcua.v_change WITH (security_invoker = true) AS
WITH current AS (
    SELECT c.period_kind, c.period_from
    FROM (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.sample_period GROUP BY period_kind) c
    JOIN (SELECT p.period_kind, MIN(p.period_from) AS period_from FROM motcua.sample_period p, motcua.v_clock k
          WHERE p.period_from < k.friday_end AND p.period_to >= k.friday_end - 86400 GROUP BY p.period_kind) w
         ON w.period_kind = c.period_kind AND w.period_from = c.period_from
)
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind, to_timestamp(n.period_from) AS period_from,
       to_timestamp(n.observed_at) AS observed, to_timestamp(s.observed_at) AS observed_before,
       n.numerator, s.numerator AS numerator_before, n.denominator, s.denominator AS denominator_before,
       r.rate, r.rate_before, r.rate - r.rate_before AS change
FROM current c
JOIN motcua.metric_now n ON n.source_id = 0 AND n.period_kind = c.period_kind AND n.period_from = c.period_from
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

-- What the views of 0028 cost. Each asks the clock, and the clock asked all metrics and every month of samples whether a period was
-- sampled before: at the volume of a nation the plan of a league table was compiled for two minutes, and a distributed store
-- (motcua db distribute) refused the union of dossiers and former versions beside tables of the coordinator.

-- A period that is sampled ahead of the clock was sampled before if a reading that is not ahead came after its start.
CREATE OR REPLACE VIEW motcua.known_period WITH (security_invoker = true) AS
SELECT p.period_kind, p.period_from, p.period_to, p.observed_at, true AS stands
FROM motcua.sample_period p WHERE p.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
UNION ALL
SELECT p.period_kind, p.period_from, p.period_to, r.newest, false
FROM motcua.sample_period p
CROSS JOIN (SELECT MAX(k.observed_at) AS newest FROM motcua.known_run k WHERE k.sampled > 0) r
WHERE p.observed_at > EXTRACT(epoch FROM now())::bigint + 86400 AND p.period_from <= r.newest;

CREATE OR REPLACE VIEW motcua.known_score_period WITH (security_invoker = true) AS
SELECT p.ruleset, p.period_kind, p.period_from, p.period_to, p.observed_at
FROM motcua.score_period p WHERE p.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
UNION ALL
SELECT p.ruleset, p.period_kind, p.period_from, p.period_to, r.newest
FROM motcua.score_period p
CROSS JOIN (SELECT MAX(k.observed_at) AS newest FROM motcua.known_run k WHERE k.sampled > 0) r
WHERE p.observed_at > EXTRACT(epoch FROM now())::bigint + 86400 AND p.period_from <= r.newest;

-- The parts of known_dossier and of known_metric, each of one table, so that each can be searched and joined by itself.
CREATE VIEW motcua.known_dossier_now WITH (security_invoker = true) AS
SELECT d.source_id, d.key, d.unit, d.procedure, d.sector, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at,
       CASE WHEN d.twice_from <= EXTRACT(epoch FROM now())::bigint + 86400 THEN d.twice_from END AS twice_from, d.waiting_since
FROM motcua.dossier d WHERE d.known_from <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_dossier_before WITH (security_invoker = true) AS
SELECT h.source_id, h.key, h.unit, h.procedure, h.sector, h.status, h.received_at, h.due_at, h.finished_at, h.returned_at,
       CASE WHEN h.twice_from <= EXTRACT(epoch FROM now())::bigint + 86400 THEN h.twice_from END AS twice_from, h.waiting_since
FROM motcua.dossier_history h WHERE h.replaced_at > EXTRACT(epoch FROM now())::bigint + 86400 AND h.known_from <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE VIEW motcua.known_metric_now WITH (security_invoker = true) AS
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit, n.observed_at, n.numerator, n.denominator, n.ratio, n.score
FROM motcua.metric_now n WHERE n.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;

-- Metrics of which the newest sample is ahead; known_metric has the sample before it.
CREATE VIEW motcua.known_metric_ahead WITH (security_invoker = true) AS
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit
FROM motcua.metric_now n WHERE n.observed_at > EXTRACT(epoch FROM now())::bigint + 86400;

-- Dossiers as counters.json has them, each once. The versions that a reading ahead of the clock replaced stand in a part of their own:
-- names are joined to each of the two tables by itself, as a distributed store asks.
CREATE OR REPLACE VIEW motcua.v_open WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name,
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ') AS sector,
       d.received_at, d.due_at, COALESCE(d.due_at <= c.newest AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= c.newest), false) AS is_overdue,
       COALESCE(d.due_at > c.newest AND d.due_at <= c.newest + 259200
                AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= c.newest), false) AS is_due_soon, d.sector AS sector_code
FROM motcua.known_dossier_now d JOIN motcua.v_clock c ON d.received_at < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN (SELECT code, name FROM motcua.catalogue WHERE kind = 'sector') f ON f.code = d.sector
WHERE d.twice_from IS NULL
  AND COALESCE(d.finished_at, d.returned_at) IS NULL AND d.status IS DISTINCT FROM 3
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0)
UNION ALL
SELECT d.unit, COALESCE(u.name, d.unit),
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ'),
       d.received_at, d.due_at, COALESCE(d.due_at <= c.newest AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= c.newest), false),
       COALESCE(d.due_at > c.newest AND d.due_at <= c.newest + 259200
                AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= c.newest), false), d.sector
FROM motcua.known_dossier_before d JOIN motcua.v_clock c ON d.received_at < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN (SELECT code, name FROM motcua.catalogue WHERE kind = 'sector') f ON f.code = d.sector
WHERE d.twice_from IS NULL
  AND COALESCE(d.finished_at, d.returned_at) IS NULL AND d.status IS DISTINCT FROM 3
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

-- hundredths: the time that a dossier took, in hundredths of a day, half-up: of many dossiers they are counted, not sorted.
CREATE OR REPLACE VIEW motcua.v_finished WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name,
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ') AS sector,
       CASE WHEN p.name IS NULL OR p.name = d.procedure THEN d.procedure ELSE p.name || ' (' || d.procedure || ')' END AS procedure,
       COALESCE(d.finished_at, d.returned_at) AS finished_at,
       to_timestamp(COALESCE(d.finished_at, d.returned_at)) AS finished,
       (COALESCE(d.finished_at, d.returned_at) - d.received_at) / 86400.0 AS days,
       COALESCE(COALESCE(d.finished_at, d.returned_at) > d.due_at, false) AS is_late,
       d.sector AS sector_code, d.procedure AS procedure_code,
       ((COALESCE(d.finished_at, d.returned_at) - d.received_at) * 100 + 43200) / 86400 AS hundredths
FROM motcua.known_dossier_now d JOIN motcua.v_clock c ON COALESCE(d.finished_at, d.returned_at) < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN (SELECT code, name FROM motcua.catalogue WHERE kind = 'procedure') p ON p.code = d.procedure
LEFT JOIN (SELECT code, name FROM motcua.catalogue WHERE kind = 'sector') f ON f.code = d.sector
WHERE d.twice_from IS NULL
  AND d.status IS DISTINCT FROM 3 AND d.status IS DISTINCT FROM 7 AND d.status IS DISTINCT FROM 8
  AND COALESCE(d.finished_at, d.returned_at) >= d.received_at
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0)
UNION ALL
SELECT d.unit, COALESCE(u.name, d.unit),
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ'),
       CASE WHEN p.name IS NULL OR p.name = d.procedure THEN d.procedure ELSE p.name || ' (' || d.procedure || ')' END,
       COALESCE(d.finished_at, d.returned_at), to_timestamp(COALESCE(d.finished_at, d.returned_at)),
       (COALESCE(d.finished_at, d.returned_at) - d.received_at) / 86400.0,
       COALESCE(COALESCE(d.finished_at, d.returned_at) > d.due_at, false), d.sector, d.procedure,
       ((COALESCE(d.finished_at, d.returned_at) - d.received_at) * 100 + 43200) / 86400
FROM motcua.known_dossier_before d JOIN motcua.v_clock c ON COALESCE(d.finished_at, d.returned_at) < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN (SELECT code, name FROM motcua.catalogue WHERE kind = 'procedure') p ON p.code = d.procedure
LEFT JOIN (SELECT code, name FROM motcua.catalogue WHERE kind = 'sector') f ON f.code = d.sector
WHERE d.twice_from IS NULL
  AND d.status IS DISTINCT FROM 3 AND d.status IS DISTINCT FROM 7 AND d.status IS DISTINCT FROM 8
  AND COALESCE(d.finished_at, d.returned_at) >= d.received_at
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

-- Counted by unit first, then named: so many rows are joined as there are units.
CREATE OR REPLACE VIEW motcua.v_overdue_ageing WITH (security_invoker = true) AS
WITH late AS MATERIALIZED (
    SELECT d.unit, GREATEST(1, ((SELECT newest FROM motcua.v_clock) - d.due_at + 86399) / 86400) AS days, COUNT(*) AS n
    FROM motcua.known_dossier d
    WHERE d.received_at < (SELECT newest FROM motcua.v_clock) AND d.due_at <= (SELECT newest FROM motcua.v_clock)
      AND COALESCE(d.finished_at, d.returned_at) IS NULL AND d.status IS DISTINCT FROM 3
      AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0) AND d.twice_from IS NULL
      AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= (SELECT newest FROM motcua.v_clock))
    GROUP BY 1, 2
)
SELECT l.unit, u.name AS unit_name, SUM(l.n)::bigint AS overdue, COALESCE(SUM(l.n) FILTER (WHERE l.days <= 3), 0)::bigint AS days_1_3,
       COALESCE(SUM(l.n) FILTER (WHERE l.days BETWEEN 4 AND 7), 0)::bigint AS days_4_7,
       COALESCE(SUM(l.n) FILTER (WHERE l.days BETWEEN 8 AND 30), 0)::bigint AS days_8_30,
       COALESCE(SUM(l.n) FILTER (WHERE l.days > 30), 0)::bigint AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN motcua.unit u ON u.code = l.unit GROUP BY l.unit, u.name;

-- Joined by one key of both: by the set alone, of which there are few, the planner would join every unit with every other.
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
    LEFT JOIN verdict v ON v.set_name || ' ' || v.unit = t.set_name || ' ' || p.code
)
SELECT s.set_name,
       CASE WHEN p.score IS NOT NULL OR s.judged > 0 THEN RANK() OVER (PARTITION BY s.set_name
           ORDER BY p.score IS NULL, p.score DESC, CASE WHEN p.score IS NULL THEN s.judged = 0 END,
           CASE WHEN p.score IS NULL THEN s.kept END DESC, CASE WHEN p.score IS NULL THEN s.short_total END) END AS rank,
       s.unit, s.unit_name, s.kept, s.judged, s.short_total, p.score / 10000.0 AS points
FROM standing s LEFT JOIN points p ON p.set_name = s.set_name AND p.unit = s.unit;

-- In two parts, as known_metric has them, so that each finds its rows by the key of metric_now.
CREATE OR REPLACE VIEW motcua.v_change WITH (security_invoker = true) AS
WITH current AS MATERIALIZED (
    SELECT c.period_kind, c.period_from, k.friday_end
    FROM (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.known_period GROUP BY period_kind) c
    JOIN (SELECT p.period_kind, MIN(p.period_from) AS period_from FROM motcua.known_period p, motcua.v_clock k
          WHERE p.period_from < k.friday_end AND p.period_to >= k.friday_end - 86400 GROUP BY p.period_kind) w
         ON w.period_kind = c.period_kind AND w.period_from = c.period_from, motcua.v_clock k
), present AS (
    SELECT n.unit, n.metric, n.period_kind, n.period_from, n.observed_at, n.numerator, n.denominator
    FROM motcua.known_metric_now n JOIN current c ON n.period_kind = c.period_kind AND n.period_from = c.period_from
    WHERE n.source_id = 0
    UNION ALL
    SELECT n.unit, n.metric, n.period_kind, n.period_from, x.observed_at, x.numerator, x.denominator
    FROM motcua.known_metric_ahead n JOIN current c ON n.period_kind = c.period_kind AND n.period_from = c.period_from
    CROSS JOIN LATERAL (
        SELECT s.observed_at, s.numerator, s.denominator FROM motcua.metric_sample s
        WHERE s.unit = n.unit AND s.metric = n.metric AND s.period_kind = n.period_kind AND s.period_from = n.period_from
          AND s.source_id = 0 AND s.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
        ORDER BY s.observed_at DESC LIMIT 1) x
    WHERE n.source_id = 0
)
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind, to_timestamp(n.period_from) AS period_from,
       to_timestamp(n.observed_at) AS observed, to_timestamp(s.observed_at) AS observed_before,
       n.numerator, s.numerator AS numerator_before, n.denominator, s.denominator AS denominator_before,
       r.rate, r.rate_before, r.rate - r.rate_before AS change
FROM present n
CROSS JOIN LATERAL (
    SELECT x.observed_at, x.numerator, x.denominator FROM motcua.metric_sample x
    WHERE x.unit = n.unit AND x.metric = n.metric AND x.period_kind = n.period_kind AND x.period_from = n.period_from
      AND x.source_id = 0 AND x.observed_at >= (SELECT MAX(friday_end) - 604800 FROM current)
      AND x.observed_at < (SELECT MAX(friday_end) FROM current)
    ORDER BY x.observed_at DESC LIMIT 1) s
CROSS JOIN LATERAL (
    SELECT CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) END AS rate,
           CASE WHEN s.denominator > 0 THEN ROUND(100.0 * s.numerator / s.denominator, 2) END AS rate_before
    OFFSET 0) r
LEFT JOIN motcua.unit u ON u.code = n.unit;

-- Target by target, each one stretch of the key (OFFSET 0 keeps it so): a union cannot be searched by the rows of another table.
CREATE OR REPLACE VIEW motcua.v_standing WITH (security_invoker = true) AS
SELECT t.set_name, n.unit,
       COUNT(*) FILTER (WHERE n.denominator > 0 AND t.target * n.denominator <= 10000 * n.numerator) AS kept,
       COUNT(*) FILTER (WHERE n.denominator > 0) AS judged,
       SUM(GREATEST(0, (t.target * n.denominator - 10000 * n.numerator + 9999) / 10000)::integer) AS short_total
FROM motcua.known_target t
JOIN (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.known_period GROUP BY period_kind) c
     ON c.period_kind = t.period_kind
CROSS JOIN LATERAL (
    SELECT x.unit, x.metric, x.period_kind, x.period_from, x.numerator, x.denominator FROM motcua.known_metric x
    WHERE x.source_id = 0 AND x.metric = t.metric AND x.period_kind = t.period_kind AND x.period_from = c.period_from
    OFFSET 0) n
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
    CROSS JOIN LATERAL (
        SELECT x.unit, x.metric, x.period_kind, x.period_from, x.numerator, x.denominator FROM motcua.known_metric x
        WHERE x.source_id = 0 AND x.metric = t.metric AND x.period_kind = t.period_kind AND x.period_from = c.period_from
        OFFSET 0) n
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
       a.observed_at, to_timestamp(a.observed_at) AS observed, numerator, denominator,
       CASE WHEN denominator > 0 THEN ROUND(100.0 * numerator / denominator, 2) END AS rate, target / 100.0 AS target,
       CASE WHEN short_by IS NULL THEN 'unknown' WHEN denominator = 0 THEN 'none' WHEN short_by <= 0 THEN 'yes' ELSE 'no' END AS kept,
       CASE WHEN short_by <= 0 OR denominator = 0 THEN 0 ELSE (short_by + 9999) / 10000 END AS fix_existing,
       CASE WHEN short_by <= 0 OR denominator = 0 THEN 0 WHEN target < 10000 THEN (short_by + 10000 - target - 1) / (10000 - target) END AS need_new,
       CASE WHEN denominator > 0 AND denominator_before > 0
            THEN ROUND(100.0 * numerator / denominator - 100.0 * numerator_before / denominator_before, 2) END AS change_7_days,
       ROUND(left_over / 86400.0, 1) AS days_left, ROUND(n) AS forecast_numerator, ROUND(d) AS forecast_denominator,
       CASE WHEN d > 0 THEN ROUND(100 * n / d, 2) END AS forecast_rate,
       CASE WHEN n IS NULL OR d IS NULL THEN 'unknown' WHEN d = 0 THEN 'none' WHEN 10000 * n >= target * d THEN 'yes'
            ELSE 'no' END AS forecast_kept,
       f.low / 100.0 AS forecast_low, f.high / 100.0 AS forecast_high,
       CASE WHEN f.low IS NULL THEN 'unknown' WHEN f.high < a.target THEN 'no' WHEN f.low < a.target THEN 'near' ELSE 'yes' END
           AS forecast_state,
       COALESCE(a.short_by <= 0 AND a.denominator > 0 AND f.low < a.target, false) AS is_near,
       replace(to_char(f.low / 100.0, 'FM990.00') || '–' || to_char(f.high / 100.0, 'FM990.00'), '.', ',') || '%' AS forecast_said
FROM ahead a
LEFT JOIN (SELECT set_name, position, unit, period_kind, period_from, low, high FROM motcua.forecast
           WHERE observed_at <= EXTRACT(epoch FROM now())::bigint + 86400) f USING (set_name, position, unit, period_kind, period_from);

CREATE VIEW motcua.v_sector WITH (security_invoker = true) AS
SELECT code AS sector_code, CASE WHEN name = code THEN code ELSE name || ' (' || code || ')' END AS sector
FROM motcua.catalogue WHERE kind = 'sector';
COMMENT ON VIEW motcua.v_sector IS 'Tên của lĩnh vực theo mã (names of sectors, as other views write them)';
COMMENT ON VIEW motcua.known_dossier_now IS 'dossiers whose newest version is not dated ahead of the clock';
COMMENT ON VIEW motcua.known_dossier_before IS 'of the other dossiers: the version that a reading ahead of the clock replaced';
COMMENT ON VIEW motcua.known_metric_now IS 'metrics whose newest sample is not dated ahead of the clock';
COMMENT ON VIEW motcua.known_metric_ahead IS 'metrics whose newest sample is dated ahead of the clock';

-- Where there are roles, views have the rights of their owner again ('motcua db roles' takes security_invoker away).
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

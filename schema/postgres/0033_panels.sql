-- Panels at the volume of a nation. The clock is asked once a statement (SELECT ...), not once a row: to ask it costs as much as to count.

-- Without statistics the planner takes a condition on the day of the result for a two-hundredth of the dossiers. The index brings them, on a
-- distributed store too, where the statistics of 0019 could not stay; and as it holds ranges of blocks, some months of a store of years are
-- read and not all, and a dossier pays next to nothing for it.
CREATE INDEX dossier_done ON motcua.dossier USING brin ((COALESCE(finished_at, returned_at)) int8_minmax_multi_ops)
    WITH (pages_per_range = 32, autosummarize = on);
DROP STATISTICS IF EXISTS motcua.dossier_ended;
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM motcua.dossier) THEN -- an empty table is not one of which 0 rows are to be expected
        ANALYZE motcua.dossier;
    END IF;
END
$$;

CREATE OR REPLACE VIEW motcua.known_dossier_now WITH (security_invoker = true) AS
SELECT d.source_id, d.key, d.unit, d.procedure, d.sector, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at,
       CASE WHEN d.twice_from <= (SELECT EXTRACT(epoch FROM now())::bigint + 86400) THEN d.twice_from END AS twice_from, d.waiting_since
FROM motcua.dossier d WHERE d.known_from <= (SELECT EXTRACT(epoch FROM now())::bigint + 86400);

CREATE OR REPLACE VIEW motcua.known_run WITH (security_invoker = true) AS
SELECT r.* FROM motcua.run r WHERE r.observed_at <= (SELECT EXTRACT(epoch FROM now())::bigint + 86400);

CREATE OR REPLACE VIEW motcua.known_metric_now WITH (security_invoker = true) AS
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit, n.observed_at, n.numerator, n.denominator, n.ratio, n.score
FROM motcua.metric_now n WHERE n.observed_at <= (SELECT EXTRACT(epoch FROM now())::bigint + 86400);

-- Whether any sample is ahead of the clock: as good as never, and told by the end of the newest months. Each row of metric_now has a sample
-- of its moment, so where none is ahead, no row of metric_now has to be looked at for it.
CREATE VIEW motcua.known_ahead WITH (security_invoker = true) AS
SELECT EXISTS (SELECT 1 FROM motcua.metric_sample s WHERE s.observed_at > EXTRACT(epoch FROM now())::bigint + 86400) AS is_ahead;
COMMENT ON VIEW motcua.known_ahead IS 'whether a sample of a metric is dated ahead of the clock';

-- A third question for the planner alone: of it the planner knows that next to no row passes. Of the others it expects that a part does,
-- each with a search of all months, and compiles such a plan for longer than it runs.
CREATE OR REPLACE VIEW motcua.known_metric_ahead WITH (security_invoker = true) AS
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit
FROM motcua.metric_now n
WHERE (SELECT is_ahead FROM motcua.known_ahead) AND n.observed_at > (SELECT EXTRACT(epoch FROM now())::bigint + 86400)
  AND n.observed_at > EXTRACT(epoch FROM now())::bigint + 86400;

CREATE OR REPLACE VIEW motcua.known_metric WITH (security_invoker = true) AS
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit, n.observed_at, n.numerator, n.denominator, n.ratio, n.score
FROM motcua.metric_now n WHERE n.observed_at <= (SELECT EXTRACT(epoch FROM now())::bigint + 86400)
UNION ALL
SELECT n.source_id, n.metric, n.period_kind, n.period_from, n.unit, s.observed_at, s.numerator, s.denominator, s.ratio, s.score
FROM motcua.metric_now n CROSS JOIN LATERAL (
    SELECT x.observed_at, x.numerator, x.denominator, x.ratio, x.score FROM motcua.metric_sample x
    WHERE x.unit = n.unit AND x.metric = n.metric AND x.period_kind = n.period_kind AND x.period_from = n.period_from
      AND x.source_id = n.source_id AND x.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
    ORDER BY x.observed_at DESC LIMIT 1) s
WHERE (SELECT is_ahead FROM motcua.known_ahead) AND n.observed_at > (SELECT EXTRACT(epoch FROM now())::bigint + 86400)
  AND n.observed_at > EXTRACT(epoch FROM now())::bigint + 86400;

-- The two tables are one list first (replaced_at of what stands: never) and have their conditions behind it: with conditions of its own each
-- of them would be a list that one process of the server makes, while of this one several make a part each.
CREATE OR REPLACE VIEW motcua.known_dossier WITH (security_invoker = true) AS
SELECT d.source_id, d.key, d.unit, d.procedure, d.sector, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at,
       CASE WHEN d.twice_from <= (SELECT EXTRACT(epoch FROM now())::bigint + 86400) THEN d.twice_from END AS twice_from, d.waiting_since
FROM (SELECT source_id, key, unit, procedure, sector, status, received_at, due_at, finished_at, returned_at, twice_from, waiting_since,
             known_from, 9223372036854775807 AS replaced_at FROM motcua.dossier
      UNION ALL
      SELECT source_id, key, unit, procedure, sector, status, received_at, due_at, finished_at, returned_at, twice_from, waiting_since,
             known_from, replaced_at FROM motcua.dossier_history) d
WHERE d.replaced_at > EXTRACT(epoch FROM now())::bigint + 86400
  AND (d.known_from > (SELECT EXTRACT(epoch FROM now())::bigint + 86400)) IS NOT TRUE;

-- What v_finished has, without names. What the planner cannot know stands in one COALESCE: it takes that for one half of the dossiers, and
-- each of four conditions for a third or less.
CREATE VIEW motcua.v_taken WITH (security_invoker = true) AS
SELECT d.unit, d.sector AS sector_code, COALESCE(d.finished_at, d.returned_at) AS finished_at,
       ((COALESCE(d.finished_at, d.returned_at) - d.received_at) * 100 + 43200) / 86400 AS hundredths,
       COALESCE(COALESCE(d.finished_at, d.returned_at) > d.due_at, false) AS is_late
FROM motcua.known_dossier d
WHERE d.status IS DISTINCT FROM 3 AND d.status IS DISTINCT FROM 7 AND d.status IS DISTINCT FROM 8
  AND COALESCE(d.twice_from IS NULL AND COALESCE(d.finished_at, d.returned_at) >= d.received_at
               AND COALESCE(d.finished_at, d.returned_at) < (SELECT newest FROM motcua.v_clock)
               AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0), false);
COMMENT ON VIEW motcua.v_taken IS 'Thời gian giải quyết, phần trăm ngày (hundredths of a day that dossiers took, without names)';
COMMENT ON COLUMN motcua.v_taken.hundredths IS 'phần trăm ngày, từ tiếp nhận đến có kết quả (hundredths of a day, half-up)';

-- Target by target and period by period, each one stretch of the key of metric_now (OFFSET 0 keeps it so); behind it what is ahead of the
-- clock, as known_metric has it. parts: ten-thousandths of a percent, as integers, of which a median is found in a third of the time.
CREATE VIEW motcua.v_target_period WITH (security_invoker = true) AS
SELECT m.set_name, m.position, m.title, m.metric, m.target / 100.0 AS target, m.unit_kinds, m.period_kind, m.period_from AS starts_at,
       to_timestamp(m.period_from) AS starts, m.unit, m.parts, m.parts / 10000.0 AS rate, (m.parts - 100 * m.target) / 10000.0 AS above
FROM (
    SELECT t.set_name, t.position, t.title, t.metric, t.target, t.unit_kinds, p.period_kind, p.period_from, n.unit,
           CASE WHEN n.denominator > 0 THEN (20000 * n.numerator + sign(n.numerator)::integer * n.denominator) / (2 * n.denominator) * 100
                ELSE n.ratio END AS parts
    FROM motcua.known_target t CROSS JOIN motcua.known_period p
    CROSS JOIN LATERAL (
        SELECT x.unit, x.numerator, x.denominator, x.ratio FROM motcua.known_metric_now x
        WHERE x.source_id = 0 AND x.metric = t.metric AND x.period_kind = p.period_kind AND x.period_from = p.period_from
        OFFSET 0) n
    UNION ALL
    SELECT t.set_name, t.position, t.title, t.metric, t.target, t.unit_kinds, p.period_kind, p.period_from, n.unit,
           CASE WHEN x.denominator > 0 THEN (20000 * x.numerator + sign(x.numerator)::integer * x.denominator) / (2 * x.denominator) * 100
                ELSE x.ratio END
    FROM motcua.known_metric_ahead n
    JOIN motcua.known_target t ON t.metric = n.metric
    JOIN motcua.known_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
    CROSS JOIN LATERAL (
        SELECT s.numerator, s.denominator, s.ratio FROM motcua.metric_sample s
        WHERE s.unit = n.unit AND s.metric = n.metric AND s.period_kind = n.period_kind AND s.period_from = n.period_from
          AND s.source_id = 0 AND s.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400
        ORDER BY s.observed_at DESC LIMIT 1) x
    WHERE n.source_id = 0
) m
WHERE m.parts IS NOT NULL;
COMMENT ON VIEW motcua.v_target_period IS 'Tỷ lệ của từng cam kết, từng kỳ, từng đơn vị; above: hơn chỉ tiêu mấy điểm (rates of targets by period; above: points over the target)';
COMMENT ON COLUMN motcua.v_target_period.parts IS 'phần vạn của phần trăm (the rate in ten-thousandths of a percent)';
COMMENT ON COLUMN motcua.v_target_period.above IS 'hơn (kém: âm) chỉ tiêu mấy điểm phần trăm (points over the target)';

-- Each published figure searches for the counted one by its key; the other way round all metrics of the periods were read.
CREATE OR REPLACE VIEW motcua.v_disagreement WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name, d.metric, d.period_kind, d.starts_at, to_timestamp(d.starts_at) AS starts,
       d.one, d.one_numerator, d.one_denominator, d.other, d.other_numerator, d.other_denominator,
       CASE WHEN d.one_denominator > 0 AND d.other_denominator > 0
            THEN ROUND(100.0 * d.one_numerator / d.one_denominator - 100.0 * d.other_numerator / d.other_denominator, 2) END AS points
FROM (
    SELECT p.unit, substr(p.metric, 7) AS metric, p.period_kind, p.period_from AS starts_at, 'tự đếm' AS one, o.numerator AS one_numerator,
           o.denominator AS one_denominator, 'công bố' AS other, p.numerator AS other_numerator, p.denominator AS other_denominator
    FROM motcua.known_metric p CROSS JOIN LATERAL (
        SELECT x.numerator, x.denominator FROM motcua.known_metric x
        WHERE x.source_id = 0 AND x.metric = substr(p.metric, 7) AND x.period_kind = p.period_kind AND x.period_from = p.period_from
          AND x.unit = p.unit
        OFFSET 0) o
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

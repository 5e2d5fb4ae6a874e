-- Since when a dossier waits for the applicant (NULL: it does not wait, or nobody tells since when): waiting since before its due
-- date, it is not overdue.
ALTER TABLE motcua.dossier ADD COLUMN waiting_since bigint;
ALTER TABLE motcua.dossier_history ADD COLUMN waiting_since bigint;
COMMENT ON COLUMN motcua.dossier.waiting_since IS 'Chờ người nộp bổ sung từ (giây từ 1970); NULL: không chờ, hoặc không rõ từ khi nào';

CREATE OR REPLACE VIEW motcua.known_dossier WITH (security_invoker = true) AS
SELECT d.source_id, d.key, d.unit, d.procedure, d.sector, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at,
       CASE WHEN d.twice_from <= EXTRACT(epoch FROM now())::bigint + 86400 THEN d.twice_from END AS twice_from, d.waiting_since
FROM motcua.dossier d WHERE d.known_from <= EXTRACT(epoch FROM now())::bigint + 86400
UNION ALL
SELECT h.source_id, h.key, h.unit, h.procedure, h.sector, h.status, h.received_at, h.due_at, h.finished_at, h.returned_at,
       CASE WHEN h.twice_from <= EXTRACT(epoch FROM now())::bigint + 86400 THEN h.twice_from END, h.waiting_since
FROM motcua.dossier_history h
WHERE h.replaced_at > EXTRACT(epoch FROM now())::bigint + 86400 AND h.known_from <= EXTRACT(epoch FROM now())::bigint + 86400;

CREATE OR REPLACE VIEW motcua.v_overdue_ageing WITH (security_invoker = true) AS
WITH late AS (
    SELECT d.unit, GREATEST(1, (c.newest - d.due_at + 86399) / 86400) AS days
    FROM motcua.known_dossier d JOIN motcua.v_clock c ON d.received_at < c.newest AND d.due_at <= c.newest
         AND COALESCE(d.finished_at, d.returned_at) IS NULL
    WHERE d.status IS DISTINCT FROM 3 AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0)
          AND d.twice_from IS NULL
          AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= c.newest)
)
SELECT l.unit, u.name AS unit_name, COUNT(*) AS overdue, COUNT(*) FILTER (WHERE l.days <= 3) AS days_1_3,
       COUNT(*) FILTER (WHERE l.days BETWEEN 4 AND 7) AS days_4_7, COUNT(*) FILTER (WHERE l.days BETWEEN 8 AND 30) AS days_8_30,
       COUNT(*) FILTER (WHERE l.days > 30) AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN motcua.unit u ON u.code = l.unit GROUP BY l.unit, u.name;

CREATE OR REPLACE VIEW motcua.v_open WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name,
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ') AS sector,
       d.received_at, d.due_at,
       COALESCE(d.due_at <= c.newest AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= c.newest), false) AS is_overdue,
       COALESCE(d.due_at > c.newest AND d.due_at <= c.newest + 259200
                AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= c.newest), false) AS is_due_soon, d.sector AS sector_code
FROM motcua.known_dossier d JOIN motcua.v_clock c ON d.received_at < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN motcua.catalogue f ON f.kind = 'sector' AND f.code = d.sector
WHERE COALESCE(d.finished_at, d.returned_at) IS NULL AND d.status IS DISTINCT FROM 3
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

-- What status, report and advice tell of the end of the period: the range in which a rate will be four times out of five, as at the
-- newest sample (commitment/forecast.h). Dashboards show the same, so that "just kept" is one thing.
CREATE TABLE motcua.forecast (
    set_name      text COLLATE "C" NOT NULL,
    position      bigint NOT NULL,
    unit          text COLLATE "C" NOT NULL,
    period_kind   text COLLATE "C" NOT NULL,
    period_from   bigint NOT NULL,
    observed_at   bigint NOT NULL,
    low           bigint NOT NULL,
    high          bigint NOT NULL,
    arrivals_low  bigint NOT NULL,
    arrivals_high bigint NOT NULL,
    PRIMARY KEY (set_name, position, unit)
);
COMMENT ON TABLE motcua.forecast IS 'Dự báo cuối kỳ của từng cam kết, từng đơn vị (low, high: phần vạn)';

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

COMMENT ON VIEW motcua.v_forecast IS 'Cam kết kèm dự báo cuối kỳ như status và báo cáo: forecast_low, forecast_high, is_near (đạt sát mức); forecast_rate, forecast_kept: nếu giữ nhịp 7 ngày qua';

-- v_commitment with the third state: kept now, but the forecast reaches below the target (đạt sát mức).
CREATE VIEW motcua.v_commitment_state WITH (security_invoker = true) AS
SELECT c.*, CASE WHEN c.kept = 'yes' AND f.low < 100 * c.target THEN 'near' ELSE c.kept END AS verdict,
       f.low / 100.0 AS forecast_low, f.high / 100.0 AS forecast_high
FROM motcua.v_commitment c LEFT JOIN motcua.forecast f ON f.set_name = c.set_name AND f.position = c.position AND f.unit = c.unit
     AND to_timestamp(f.period_from) = c.period_from AND f.observed_at <= EXTRACT(epoch FROM now())::bigint + 86400;
COMMENT ON VIEW motcua.v_commitment_state IS 'Cam kết với ba trạng thái: đạt, đạt sát mức (near), chưa đạt (as status tells them)';

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

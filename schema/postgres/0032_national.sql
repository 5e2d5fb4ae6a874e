-- The provinces' places by the score that the national portal publishes (metric/national.h): equal scores share a place. is_home: the
-- store has units of the province.
CREATE VIEW motcua.v_national WITH (security_invoker = true) AS
SELECT n.period_kind, n.period_from AS starts_at, to_timestamp(n.period_from) AS starts, n.unit, COALESCE(u.name, n.unit) AS unit_name,
       n.score / 10000.0 AS points,
       RANK() OVER (PARTITION BY n.period_kind, n.period_from ORDER BY n.score DESC) AS place,
       COUNT(*) OVER (PARTITION BY n.period_kind, n.period_from) AS places,
       n.observed_at, to_timestamp(n.observed_at) AS observed,
       n.period_from = MAX(n.period_from) OVER (PARTITION BY n.period_kind) AS is_newest,
       EXISTS (SELECT 1 FROM motcua.unit_source k JOIN motcua.unit b ON b.code = k.unit
               WHERE b.parent = n.unit OR substr(b.code, 1, length(n.unit) + 1) = n.unit || '.') AS is_home
FROM (SELECT f.period_kind, f.period_from, f.unit, f.score, f.observed_at,
             ROW_NUMBER() OVER (PARTITION BY f.period_kind, f.period_from, f.unit ORDER BY f.observed_at DESC, f.source_id) AS turn
      FROM motcua.known_figure f WHERE f.metric = 'NATIONAL_TOTAL' AND f.score IS NOT NULL) n
LEFT JOIN motcua.unit u ON u.code = n.unit
WHERE n.turn = 1;

COMMENT ON VIEW motcua.v_national IS 'Hạng các tỉnh theo điểm Cổng Dịch vụ công quốc gia công bố (places of the provinces, by period)';

-- What dashboards read, and nothing that they do not. Each view of a series has its moment twice: as seconds, to be filtered by
-- ($__unixEpochFilter: partitions and indexes know it), and as timestamptz, to be shown.

-- What became of the outbox, told by the program that keeps it whenever the store answers: a row where it differs from the last
-- one, or where it is the first of a day. While the store is away it grows unseen; a source that turns stale says so.
CREATE TABLE motcua.outbox_sample (
    observed_at bigint NOT NULL,
    place       text COLLATE "C" NOT NULL,
    pages       bigint NOT NULL,
    refused     bigint NOT NULL,
    bytes       bigint NOT NULL,
    maximum     bigint NOT NULL,
    oldest      bigint,
    PRIMARY KEY (place, observed_at)
);

CREATE VIEW motcua.v_area WITH (security_invoker = true) AS
SELECT 'ALL' AS area, 'Toàn bộ' AS name, 0 AS position
UNION ALL
SELECT u.code, COALESCE(u.name, u.code), 1 FROM motcua.unit u
WHERE EXISTS (SELECT 1 FROM motcua.unit c WHERE c.parent = u.code);

-- Joined step by step, not recursively: a condition on the area then reaches the tables.
CREATE VIEW motcua.v_area_unit WITH (security_invoker = true) AS
SELECT a.area, a.unit, COALESCE(a.name, a.unit) AS unit_name, COALESCE(a.kind, 'other') AS kind, a.steps
FROM (
    SELECT 'ALL' AS area, u.code AS unit, u.name, u.kind, 1 AS steps FROM motcua.unit u
    UNION ALL
    SELECT u.code, u.code, u.name, u.kind, 0 FROM motcua.unit u
    UNION ALL
    SELECT u.parent, u.code, u.name, u.kind, 1 FROM motcua.unit u WHERE u.parent IS NOT NULL
    UNION ALL
    SELECT p.parent, u.code, u.name, u.kind, 2 FROM motcua.unit u JOIN motcua.unit p ON p.code = u.parent
    WHERE p.parent IS NOT NULL
    UNION ALL
    SELECT g.parent, u.code, u.name, u.kind, 3 FROM motcua.unit u JOIN motcua.unit p ON p.code = u.parent
    JOIN motcua.unit g ON g.code = p.parent WHERE g.parent IS NOT NULL
) a;

-- A name that two units bear gets the code behind it, so that no two lines of a chart are called the same.
CREATE VIEW motcua.v_unit WITH (security_invoker = true) AS
SELECT u.code AS unit, COALESCE(u.name, u.code) || CASE WHEN COUNT(*) OVER (PARTITION BY u.name) > 1 AND u.name IS NOT NULL
       THEN ' (' || u.code || ')' ELSE '' END AS label, COALESCE(u.kind, 'other') AS kind, u.parent
FROM motcua.unit u;

CREATE VIEW motcua.v_target WITH (security_invoker = true) AS
SELECT set_name, position, title, metric, target / 100.0 AS target, period_kind, unit_kinds,
       to_timestamp(valid_from) AS valid_from, to_timestamp(valid_to) AS valid_to
FROM motcua.target;

CREATE VIEW motcua.v_count_sample WITH (security_invoker = true) AS
SELECT s.observed_at, to_timestamp(s.observed_at) AS observed, s.unit, COALESCE(u.name, NULLIF(s.unit, 'ALL'), 'Toàn bộ') AS unit_name, s.counter,
       s.period_kind, to_timestamp(s.period_from) AS period_from, s.value
FROM motcua.count_sample s LEFT JOIN motcua.unit u ON u.code = s.unit
WHERE s.source_id = 0;

CREATE VIEW motcua.v_metric_sample WITH (security_invoker = true) AS
SELECT s.observed_at, to_timestamp(s.observed_at) AS observed, s.unit, COALESCE(u.name, NULLIF(s.unit, 'ALL'), 'Toàn bộ') AS unit_name, s.metric,
       s.period_kind, to_timestamp(s.period_from) AS period_from, to_timestamp(p.period_to) AS period_to,
       s.numerator, s.denominator,
       CASE WHEN s.denominator > 0 THEN ROUND(100.0 * s.numerator / s.denominator, 2) ELSE s.ratio / 10000.0 END AS rate,
       s.score / 10000.0 AS score
FROM motcua.metric_sample s
JOIN motcua.sample_period p ON p.period_kind = s.period_kind AND p.period_from = s.period_from
LEFT JOIN motcua.unit u ON u.code = s.unit
WHERE s.source_id = 0;

-- As v_metric_now, for a stretch of periods: starts_at is part of the key.
CREATE VIEW motcua.v_metric_period WITH (security_invoker = true) AS
SELECT n.unit, COALESCE(u.name, NULLIF(n.unit, 'ALL'), 'Toàn bộ') AS unit_name, n.metric, n.period_kind, n.period_from AS starts_at,
       to_timestamp(n.period_from) AS starts, to_timestamp(p.period_to) AS ends, n.numerator, n.denominator,
       CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) ELSE n.ratio / 10000.0 END AS rate,
       n.score / 10000.0 AS score
FROM motcua.metric_now n
JOIN motcua.sample_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN motcua.unit u ON u.code = n.unit
WHERE n.source_id = 0;

-- The newest value of each counter in the current period of each kind. The first poll of a day writes every value, so that
-- nothing older than that day has to be looked at.
CREATE VIEW motcua.v_count_now WITH (security_invoker = true) AS
SELECT DISTINCT ON (s.unit, s.counter, s.period_kind)
       s.unit, COALESCE(u.name, NULLIF(s.unit, 'ALL'), 'Toàn bộ') AS unit_name, s.counter, s.period_kind, to_timestamp(s.period_from) AS period_from,
       to_timestamp(s.observed_at) AS observed, s.value
FROM (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.sample_period GROUP BY period_kind) c
JOIN motcua.count_sample s ON s.period_kind = c.period_kind AND s.period_from = c.period_from AND s.source_id = 0
     AND s.observed_at >= (SELECT (newest + 25200) / 86400 * 86400 - 25200 FROM motcua.v_clock)
     AND s.observed_at <= (SELECT newest FROM motcua.v_clock)
LEFT JOIN motcua.unit u ON u.code = s.unit
ORDER BY s.unit, s.counter, s.period_kind, s.observed_at DESC;

-- v_commitment in words: what a tile or a cell shows.
CREATE VIEW motcua.v_commitment_said WITH (security_invoker = true) AS
SELECT c.*,
       CASE c.kept WHEN 'unknown' THEN '– chưa có số liệu' WHEN 'none' THEN '○ không phát sinh'
            ELSE CASE c.kept WHEN 'yes' THEN '● ' ELSE '▲ ' END || replace(to_char(c.rate, 'FM990.00'), '.', ',') || ' % / '
                 || replace(rtrim(to_char(c.target, 'FM990.99'), '.'), '.', ',') || ' %' END AS said
FROM motcua.v_commitment c;

-- How each unit stands with the commitments that bind it: v_league without places, and so without reading all units.
CREATE VIEW motcua.v_standing WITH (security_invoker = true) AS
SELECT t.set_name, n.unit,
       COUNT(*) FILTER (WHERE n.denominator > 0 AND t.target * n.denominator <= 10000 * n.numerator) AS kept,
       COUNT(*) FILTER (WHERE n.denominator > 0) AS judged,
       SUM(GREATEST(0, (t.target * n.denominator - 10000 * n.numerator + 9999) / 10000)::integer) AS short_total
FROM motcua.target t
JOIN (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.sample_period GROUP BY period_kind) c
     ON c.period_kind = t.period_kind
JOIN motcua.metric_now n ON n.source_id = 0 AND n.metric = t.metric AND n.period_kind = t.period_kind
     AND n.period_from = c.period_from
JOIN motcua.unit u ON u.code = n.unit AND (t.unit_kinds = '' OR position(' ' || COALESCE(u.kind, 'other') || ' ' IN t.unit_kinds) > 0)
WHERE n.numerator IS NOT NULL AND n.denominator IS NOT NULL
GROUP BY t.set_name, n.unit;

-- What a target comes to at the end of its period if the pace of the last 7 days goes on (of the whole period, where it is
-- younger): numerator and denominator each grow on in a straight line, from the last sample that is six and a half days old or
-- older, so that a weekly poll that comes a little early is found. Every unit has a row; is_bound: the set binds it.
CREATE VIEW motcua.v_forecast WITH (security_invoker = true) AS
WITH pace AS (
    SELECT t.set_name, t.position, t.title, t.metric, t.period_kind, t.target, n.unit,
           COALESCE(u.name, NULLIF(n.unit, 'ALL'), 'Toàn bộ') AS unit_name,
           n.unit <> 'ALL' AND (t.unit_kinds = '' OR position(' ' || COALESCE(u.kind, 'other') || ' ' IN t.unit_kinds) > 0)
               AS is_bound,
           p.period_from, p.observed_at, p.period_to - p.observed_at AS left_over, n.numerator, n.denominator,
           t.target * n.denominator - 10000 * n.numerator AS short_by,
           p.observed_at - COALESCE(b.observed_at, p.period_from) AS span,
           COALESCE(b.numerator, 0) AS numerator_before, COALESCE(b.denominator, 0) AS denominator_before
    FROM motcua.target t
    JOIN (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.sample_period GROUP BY period_kind) c
         ON c.period_kind = t.period_kind
    JOIN motcua.sample_period p ON p.period_kind = c.period_kind AND p.period_from = c.period_from
    JOIN motcua.metric_now n ON n.source_id = 0 AND n.metric = t.metric AND n.period_kind = t.period_kind
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

-- Dossiers as counters.json has them: denied ones are nowhere, withdrawn and stopped ones were not finished, sources that are
-- kept for comparison do not count.
CREATE VIEW motcua.v_open WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name, COALESCE(d.sector, 'không rõ') AS sector, d.received_at, d.due_at,
       COALESCE(d.due_at <= c.newest, false) AS is_overdue,
       COALESCE(d.due_at > c.newest AND d.due_at <= c.newest + 259200, false) AS is_due_soon
FROM motcua.dossier d JOIN motcua.v_clock c ON d.received_at < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
WHERE COALESCE(d.finished_at, d.returned_at) IS NULL AND d.status IS DISTINCT FROM 3
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

CREATE VIEW motcua.v_finished WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name, COALESCE(d.sector, 'không rõ') AS sector, d.procedure,
       COALESCE(d.finished_at, d.returned_at) AS finished_at,
       to_timestamp(COALESCE(d.finished_at, d.returned_at)) AS finished,
       (COALESCE(d.finished_at, d.returned_at) - d.received_at) / 86400.0 AS days,
       COALESCE(COALESCE(d.finished_at, d.returned_at) > d.due_at, false) AS is_late
FROM motcua.dossier d JOIN motcua.v_clock c ON COALESCE(d.finished_at, d.returned_at) < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
WHERE d.status IS DISTINCT FROM 3 AND d.status IS DISTINCT FROM 7 AND d.status IS DISTINCT FROM 8
  AND COALESCE(d.finished_at, d.returned_at) >= d.received_at
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

CREATE VIEW motcua.v_run WITH (security_invoker = true) AS
SELECT s.name AS source, COALESCE(s.title, s.name) AS title, r.id, r.started_at, to_timestamp(r.started_at) AS started,
       to_timestamp(r.observed_at) AS observed, r.outcome, r.message, r.expected, r.got, r.expected - r.got AS missing,
       r.new_rows, r.changed, r.unchanged, r.rejected, r.rejects_open, r.bytes, r.pages, r.milliseconds
FROM motcua.run r JOIN motcua.source s ON s.id = r.source_id;

CREATE VIEW motcua.v_reject WITH (security_invoker = true) AS
SELECT s.name AS source, j.stream, j.field, j.reason, COUNT(*) AS records, to_timestamp(MIN(j.first_seen)) AS first_seen,
       to_timestamp(MAX(j.last_seen)) AS last_seen
FROM motcua.reject j JOIN motcua.source s ON s.id = j.source_id GROUP BY s.name, j.stream, j.field, j.reason;

CREATE VIEW motcua.v_identity WITH (security_invoker = true) AS
SELECT b.unit, COALESCE(u.name, b.unit) AS unit_name, b.identity, b.period_kind, to_timestamp(b.period_from) AS period_from,
       b.left_side, b.right_side, b.left_side - b.right_side AS difference, to_timestamp(p.observed_at) AS observed
FROM motcua.identity_break b
JOIN motcua.sample_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from
LEFT JOIN motcua.unit u ON u.code = b.unit;

-- Two that should agree and do not: what is counted here and what the national portal published under the same name; figures
-- that two sources published.
CREATE VIEW motcua.v_disagreement WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name, d.metric, d.period_kind, d.starts_at, to_timestamp(d.starts_at) AS starts,
       d.one, d.one_numerator, d.one_denominator, d.other, d.other_numerator, d.other_denominator,
       CASE WHEN d.one_denominator > 0 AND d.other_denominator > 0
            THEN ROUND(100.0 * d.one_numerator / d.one_denominator - 100.0 * d.other_numerator / d.other_denominator, 2) END AS points
FROM (
    SELECT o.unit, o.metric, o.period_kind, o.period_from AS starts_at, 'tự đếm' AS one, o.numerator AS one_numerator,
           o.denominator AS one_denominator, 'công bố' AS other, p.numerator AS other_numerator, p.denominator AS other_denominator
    FROM motcua.metric_now p -- the published ones first: they are few, and a stretch of the key
    JOIN motcua.metric_now o ON o.source_id = 0 AND o.metric = substr(p.metric, 7) AND o.period_kind = p.period_kind
         AND o.period_from = p.period_from AND o.unit = p.unit
    WHERE p.source_id = 0 AND p.metric >= 'dvcqg_' AND p.metric < 'dvcqg`' AND (o.numerator <> p.numerator OR o.denominator <> p.denominator)
    UNION ALL
    SELECT a.unit, a.metric, a.period_kind, a.period_from, s.name, a.numerator, a.denominator, t.name, b.numerator, b.denominator
    FROM motcua.figure a
    JOIN motcua.figure b ON b.source_id > a.source_id AND b.period_kind = a.period_kind AND b.period_from = a.period_from
         AND b.unit = a.unit AND b.metric = a.metric AND (b.numerator <> a.numerator OR b.denominator <> a.denominator)
    JOIN motcua.source s ON s.id = a.source_id JOIN motcua.source t ON t.id = b.source_id
    WHERE NOT EXISTS (SELECT 1 FROM motcua.figure x WHERE x.source_id = a.source_id AND x.period_kind = a.period_kind
                      AND x.period_from = a.period_from AND x.unit = a.unit AND x.metric = a.metric AND x.observed_at > a.observed_at)
      AND NOT EXISTS (SELECT 1 FROM motcua.figure x WHERE x.source_id = b.source_id AND x.period_kind = b.period_kind
                      AND x.period_from = b.period_from AND x.unit = b.unit AND x.metric = b.metric AND x.observed_at > b.observed_at)
) d LEFT JOIN motcua.unit u ON u.code = d.unit;

CREATE VIEW motcua.v_outbox WITH (security_invoker = true) AS
SELECT place, observed_at, to_timestamp(observed_at) AS observed, pages, refused, bytes, maximum,
       ROUND(100.0 * bytes / NULLIF(maximum, 0), 1) AS fill, to_timestamp(oldest) AS oldest
FROM motcua.outbox_sample;

CREATE VIEW motcua.v_migration WITH (security_invoker = true) AS
SELECT number, name, applied_at FROM motcua.migration;

-- Partitions are counted with their table.
CREATE VIEW motcua.v_storage WITH (security_invoker = true) AS
SELECT COALESCE(p.relname, c.relname) AS table_name, COUNT(i.inhrelid) AS partitions,
       SUM(GREATEST(c.reltuples, 0))::bigint AS rows_about, SUM(pg_total_relation_size(c.oid))::bigint AS bytes
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'motcua'
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
WHERE c.relkind IN ('r', 'p') GROUP BY COALESCE(p.relname, c.relname);

COMMENT ON TABLE motcua.outbox_sample IS 'Hàng đợi của bộ thu thập theo thời gian (the outbox, as told by the program that keeps it)';
COMMENT ON COLUMN motcua.outbox_sample.place IS 'The machine that the outbox lies on';
COMMENT ON COLUMN motcua.outbox_sample.oldest IS 'When the oldest page that waits was polled; NULL: nothing waits';
COMMENT ON VIEW motcua.v_area IS 'Địa bàn: đơn vị có đơn vị trực thuộc; ALL: toàn bộ (units that have units below them)';
COMMENT ON VIEW motcua.v_area_unit IS 'Đơn vị của từng địa bàn, kể cả chính nó; steps: cách mấy cấp (the units of an area, and itself)';
COMMENT ON VIEW motcua.v_unit IS 'Đơn vị với tên không trùng nhau (units with names that are told apart)';
COMMENT ON VIEW motcua.v_target IS 'Chỉ tiêu của các bộ cam kết đã cấu hình (targets of the configured commitments)';
COMMENT ON VIEW motcua.v_count_sample IS 'Chuỗi số đếm theo thời gian (counters over time; filter on observed_at)';
COMMENT ON VIEW motcua.v_metric_sample IS 'Chuỗi tỷ lệ theo thời gian (metrics over time; filter on observed_at)';
COMMENT ON VIEW motcua.v_metric_period IS 'Tỷ lệ mới nhất của từng kỳ (newest value of each period; filter on starts_at)';
COMMENT ON VIEW motcua.v_count_now IS 'Số đếm mới nhất trong kỳ hiện tại (newest counters of the current periods)';
COMMENT ON VIEW motcua.v_commitment_said IS 'Cam kết kèm câu chữ để hiển thị (commitments in words)';
COMMENT ON VIEW motcua.v_standing IS 'Mỗi đơn vị đạt mấy cam kết, còn thiếu bao nhiêu hồ sơ (commitments kept and dossiers short, per unit)';
COMMENT ON VIEW motcua.v_forecast IS 'Dự báo cuối kỳ nếu giữ nhịp 7 ngày qua (the end of the period at the pace of the last 7 days)';
COMMENT ON VIEW motcua.v_open IS 'Hồ sơ đang giải quyết (open dossiers, one row each)';
COMMENT ON VIEW motcua.v_finished IS 'Hồ sơ đã giải quyết, số ngày giải quyết (finished dossiers and how many days they took; filter on finished_at)';
COMMENT ON VIEW motcua.v_run IS 'Các lần thu thập (polls; filter on started_at)';
COMMENT ON VIEW motcua.v_reject IS 'Bản ghi không đọc được, theo nguồn, trường và lý do (records that could not be read)';
COMMENT ON VIEW motcua.v_identity IS 'Đẳng thức không đúng (identities that do not hold)';
COMMENT ON VIEW motcua.v_disagreement IS 'Số liệu lẽ ra phải khớp (figures that should agree and do not)';
COMMENT ON VIEW motcua.v_outbox IS 'Hàng đợi của bộ thu thập (the outbox over time; filter on observed_at)';
COMMENT ON VIEW motcua.v_migration IS 'Các bước nâng cấp lược đồ đã thực hiện (migrations that were applied)';
COMMENT ON VIEW motcua.v_storage IS 'Dung lượng các bảng (how large the tables are)';

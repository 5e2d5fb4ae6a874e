-- Time series. A sample is what an evaluation found when a poll had ended: a row where a value differs from the row before it
-- of the same key, or where it is the first of a day (Vietnamese wall time). Rows are only ever added; one that is found again
-- at the same moment is replaced.
--
-- source_id of a sample is 0: what all counting sources say together of a unit, each dossier once. A unit that several sources
-- feed has one series, and it does not break where another source joins. Other numbers are free for series of one source. It is
-- part of every key, as distribution by source (Citus) asks; the samples of all units then lie together, as the total needs them.
--
-- Partitions are months of Vietnamese wall time, made ahead by the writer (sample_month_make) and dropped whole (sample_prune).
-- The one btree of a partition is key and cover at once: one unit, one metric, some months is one stretch of it.

CREATE TABLE motcua.count_sample (
    observed_at bigint NOT NULL,
    period_from bigint NOT NULL,
    value       bigint,
    source_id   integer NOT NULL DEFAULT 0,
    unit        text COLLATE "C" NOT NULL,
    counter     text COLLATE "C" NOT NULL,
    period_kind text COLLATE "C" NOT NULL
) PARTITION BY RANGE (observed_at);
CREATE UNIQUE INDEX count_sample_key ON motcua.count_sample
    (unit, counter, observed_at, period_kind, period_from, source_id) INCLUDE (value);
CREATE INDEX count_sample_by_time ON motcua.count_sample USING brin (observed_at);

CREATE TABLE motcua.metric_sample (
    observed_at bigint NOT NULL,
    period_from bigint NOT NULL,
    numerator   bigint,
    denominator bigint,
    ratio       bigint,
    score       bigint,
    source_id   integer NOT NULL DEFAULT 0,
    unit        text COLLATE "C" NOT NULL,
    metric      text COLLATE "C" NOT NULL,
    period_kind text COLLATE "C" NOT NULL
) PARTITION BY RANGE (observed_at);
CREATE UNIQUE INDEX metric_sample_key ON motcua.metric_sample
    (unit, metric, observed_at, period_kind, period_from, source_id) INCLUDE (numerator, denominator, ratio, score);
CREATE INDEX metric_sample_by_time ON motcua.metric_sample USING brin (observed_at);

CREATE TABLE motcua.metric_now (
    period_from bigint NOT NULL,
    observed_at bigint NOT NULL,
    numerator   bigint,
    denominator bigint,
    ratio       bigint,
    score       bigint,
    source_id   integer NOT NULL DEFAULT 0,
    metric      text COLLATE "C" NOT NULL,
    period_kind text COLLATE "C" NOT NULL,
    unit        text COLLATE "C" NOT NULL,
    PRIMARY KEY (source_id, metric, period_kind, period_from, unit)
) WITH (fillfactor = 70);
CREATE INDEX metric_now_by_unit ON motcua.metric_now (unit, period_kind, period_from);

CREATE TABLE motcua.sample_period (
    period_kind text COLLATE "C" NOT NULL,
    period_from bigint NOT NULL,
    period_to   bigint NOT NULL,
    observed_at bigint NOT NULL,
    turn        bigint NOT NULL,
    definitions bigint NOT NULL,
    tree        bigint NOT NULL,
    PRIMARY KEY (period_kind, period_from)
);

CREATE TABLE motcua.count_own (
    period_kind text COLLATE "C" NOT NULL,
    period_from bigint NOT NULL,
    unit        text COLLATE "C" NOT NULL,
    numbers     text COLLATE "C" NOT NULL,
    PRIMARY KEY (period_kind, period_from, unit)
) WITH (fillfactor = 70);

CREATE TABLE motcua.identity_break (
    period_kind text COLLATE "C" NOT NULL,
    period_from bigint NOT NULL,
    unit        text COLLATE "C" NOT NULL,
    identity    text COLLATE "C" NOT NULL,
    left_side   bigint NOT NULL,
    right_side  bigint NOT NULL,
    PRIMARY KEY (period_kind, period_from, unit, identity)
);

CREATE TABLE motcua.target (
    set_name    text COLLATE "C" NOT NULL,
    position    bigint NOT NULL,
    title       text COLLATE "C" NOT NULL,
    metric      text COLLATE "C" NOT NULL,
    target      bigint NOT NULL,
    period_kind text COLLATE "C" NOT NULL,
    unit_kinds  text COLLATE "C" NOT NULL,
    valid_from  bigint,
    valid_to    bigint,
    PRIMARY KEY (set_name, position)
);

CREATE TABLE motcua.sample_turn (
    id   integer PRIMARY KEY CHECK (id = 1),
    turn bigint NOT NULL
);
INSERT INTO motcua.sample_turn (id, turn) VALUES (1, 1);

ALTER TABLE motcua.run ADD COLUMN sampled bigint NOT NULL DEFAULT 0;
UPDATE motcua.run SET sampled = 1 WHERE outcome <> 'running';
ALTER TABLE motcua.run ADD COLUMN rejects_open bigint;
ALTER TABLE motcua.unit ADD COLUMN known_from bigint;
ALTER TABLE motcua.dossier_history ADD COLUMN replaced_by bigint;

CREATE INDEX dossier_by_run ON motcua.dossier (run_id);
-- For v_overdue_ageing: what is open, a small part of all.
CREATE INDEX dossier_open ON motcua.dossier (due_at) WHERE COALESCE(finished_at, returned_at) IS NULL;
CREATE INDEX dossier_history_by_run ON motcua.dossier_history (run_id);
CREATE INDEX dossier_history_by_replaced ON motcua.dossier_history (replaced_by);
CREATE INDEX figure_by_run ON motcua.figure (run_id);

-- The partitions of the month that holds `at` and of the next one. Attached, not created as partitions: that lets readers go on.
-- Runs as the owner, so that a role that only writes rows can have it done.
CREATE FUNCTION motcua.sample_month_make(at bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    month timestamp := date_trunc('month', to_timestamp(at + 25200) AT TIME ZONE 'UTC');
    parent text;
    child text;
BEGIN
    FOR i IN 0..1 LOOP
        FOREACH parent IN ARRAY ARRAY['count_sample', 'metric_sample'] LOOP
            child := parent || to_char(month + i * interval '1 month', '_YYYY_MM');
            CONTINUE WHEN EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                  WHERE n.nspname = 'motcua' AND c.relname = child);
            PERFORM pg_advisory_xact_lock(1836020835, 2147483647); -- "motc"
            CONTINUE WHEN EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                  WHERE n.nspname = 'motcua' AND c.relname = child);
            EXECUTE format('CREATE TABLE motcua.%I (LIKE motcua.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', child, parent);
            EXECUTE format('ALTER TABLE motcua.%I ATTACH PARTITION motcua.%I FOR VALUES FROM (%s) TO (%s)', parent, child,
                           extract(epoch FROM month + i * interval '1 month')::bigint - 25200,
                           extract(epoch FROM month + (i + 1) * interval '1 month')::bigint - 25200);
        END LOOP;
    END LOOP;
END
$$;

-- Drops the partitions that end at `before` or earlier; gives their number.
CREATE FUNCTION motcua.sample_prune(before bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    child record;
    dropped bigint := 0;
BEGIN
    FOR child IN
        SELECT c.relname, substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''?(-?[0-9]+)''?\)')::bigint AS upper_bound
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
             JOIN pg_namespace n ON n.oid = p.relnamespace
        WHERE n.nspname = 'motcua' AND p.relname IN ('count_sample', 'metric_sample')
        ORDER BY c.relname
    LOOP
        IF child.upper_bound <= before THEN
            EXECUTE format('DROP TABLE motcua.%I', child.relname);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END
$$;
REVOKE ALL ON FUNCTION motcua.sample_month_make(bigint), motcua.sample_prune(bigint) FROM PUBLIC;

-- Views: security_invoker, so that row-level security holds for who asks.
CREATE VIEW motcua.v_clock WITH (security_invoker = true) AS
SELECT newest, to_timestamp(newest) AS newest_time, (day - 1 - (day - 2) % 7 + 1) * 86400 - 25200 AS friday_end
FROM (SELECT newest, (newest + 25200) / 86400 AS day FROM (SELECT MAX(observed_at) AS newest FROM motcua.sample_period) m) c;

CREATE VIEW motcua.v_metric_now WITH (security_invoker = true) AS
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind,
       to_timestamp(n.period_from) AS period_from, to_timestamp(p.period_to) AS period_to,
       n.period_from = c.period_from AS is_current,
       to_timestamp(n.observed_at) AS observed,
       n.numerator, n.denominator,
       CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) END AS rate,
       n.ratio / 10000.0 AS published_ratio, n.score / 10000.0 AS published_score
FROM motcua.metric_now n
JOIN motcua.sample_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
JOIN (SELECT period_kind, MAX(period_from) AS period_from FROM motcua.sample_period GROUP BY period_kind) c
     ON c.period_kind = n.period_kind
LEFT JOIN motcua.unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE VIEW motcua.v_metric_last_friday WITH (security_invoker = true) AS
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind,
       to_timestamp(n.period_from) AS period_from, to_timestamp(s.observed_at) AS observed,
       s.numerator, s.denominator,
       CASE WHEN s.denominator > 0 THEN ROUND(100.0 * s.numerator / s.denominator, 2) END AS rate,
       s.ratio / 10000.0 AS published_ratio, s.score / 10000.0 AS published_score
FROM (SELECT p.period_kind, MIN(p.period_from) AS period_from FROM motcua.sample_period p, motcua.v_clock k
      WHERE p.period_from < k.friday_end AND p.period_to >= k.friday_end - 86400 GROUP BY p.period_kind) w
JOIN motcua.metric_now n ON n.source_id = 0 AND n.period_kind = w.period_kind AND n.period_from = w.period_from
CROSS JOIN LATERAL (
    SELECT x.observed_at, x.numerator, x.denominator, x.ratio, x.score FROM motcua.metric_sample x
    WHERE x.unit = n.unit AND x.metric = n.metric AND x.period_kind = n.period_kind AND x.period_from = n.period_from
      AND x.source_id = 0 AND x.observed_at >= (SELECT friday_end - 604800 FROM motcua.v_clock)
      AND x.observed_at < (SELECT friday_end FROM motcua.v_clock)
    ORDER BY x.observed_at DESC LIMIT 1) s
LEFT JOIN motcua.unit u ON u.code = n.unit;

CREATE VIEW motcua.v_change WITH (security_invoker = true) AS
SELECT n.unit, n.unit_name, n.metric, n.period_kind, n.period_from, n.observed, f.observed AS observed_before,
       n.numerator, f.numerator AS numerator_before, n.denominator, f.denominator AS denominator_before,
       n.rate, f.rate AS rate_before, n.rate - f.rate AS change
FROM motcua.v_metric_now n
JOIN motcua.v_metric_last_friday f ON f.unit = n.unit AND f.metric = n.metric AND f.period_kind = n.period_kind
     AND f.period_from = n.period_from
WHERE n.is_current;

CREATE VIEW motcua.v_commitment WITH (security_invoker = true) AS
WITH place AS (
    SELECT u.code, u.name, COALESCE(u.kind, 'other') AS kind, MAX(us.dossiers) AS dossiers
    FROM motcua.unit u JOIN motcua.unit_source us ON us.unit = u.code GROUP BY u.code, u.name, u.kind
), current AS (
    SELECT period_kind, MAX(period_from) AS period_from FROM motcua.sample_period GROUP BY period_kind
), bound AS (
    SELECT t.*, p.code AS unit, p.name AS unit_name
    FROM motcua.target t JOIN place p ON (t.unit_kinds = '' OR position(' ' || p.kind || ' ' IN t.unit_kinds) > 0)
    WHERE p.dossiers = 1 OR p.kind <> 'province'
    UNION ALL
    SELECT t.*, 'ALL', NULL FROM motcua.target t
), judged AS (
    SELECT b.*, c.period_from, n.numerator AS n, n.denominator AS d, n.observed_at,
           b.target * n.denominator - 10000 * n.numerator AS short_by
    FROM bound b LEFT JOIN current c ON c.period_kind = b.period_kind
    LEFT JOIN motcua.metric_now n ON n.source_id = 0 AND n.metric = b.metric AND n.period_kind = b.period_kind
         AND n.period_from = c.period_from AND n.unit = b.unit
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

CREATE VIEW motcua.v_league WITH (security_invoker = true) AS
WITH current AS (
    SELECT period_kind, MAX(period_from) AS period_from FROM motcua.sample_period GROUP BY period_kind
), points AS (
    SELECT DISTINCT ON (t.set_name, f.unit) t.set_name, f.unit, f.score
    FROM (SELECT DISTINCT set_name, period_kind FROM motcua.target) t
    JOIN current c ON c.period_kind = t.period_kind
    JOIN motcua.figure f ON f.metric = 'TOTAL' AND f.period_kind = c.period_kind AND f.period_from = c.period_from
    ORDER BY t.set_name, f.unit, f.observed_at DESC, f.source_id
), verdict AS MATERIALIZED ( -- as v_commitment has them; read metric by metric, not unit by unit
    SELECT t.set_name, n.unit,
           COUNT(*) FILTER (WHERE n.denominator > 0 AND t.target * n.denominator <= 10000 * n.numerator) AS kept,
           COUNT(*) FILTER (WHERE n.denominator > 0) AS judged,
           SUM(GREATEST(0, (t.target * n.denominator - 10000 * n.numerator + 9999) / 10000)::integer) AS short_total
    FROM motcua.target t JOIN current c ON c.period_kind = t.period_kind
    JOIN motcua.metric_now n ON n.source_id = 0 AND n.metric = t.metric AND n.period_kind = t.period_kind
         AND n.period_from = c.period_from
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

CREATE VIEW motcua.v_overdue_ageing WITH (security_invoker = true) AS
WITH late AS (
    SELECT d.unit, GREATEST(1, (c.newest - d.due_at + 86399) / 86400) AS days
    FROM motcua.dossier d JOIN motcua.v_clock c ON d.received_at < c.newest AND d.due_at <= c.newest
         AND COALESCE(d.finished_at, d.returned_at) IS NULL
    WHERE d.status IS DISTINCT FROM 3 AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0)
)
SELECT l.unit, u.name AS unit_name, COUNT(*) AS overdue, COUNT(*) FILTER (WHERE l.days <= 3) AS days_1_3,
       COUNT(*) FILTER (WHERE l.days BETWEEN 4 AND 7) AS days_4_7, COUNT(*) FILTER (WHERE l.days BETWEEN 8 AND 30) AS days_8_30,
       COUNT(*) FILTER (WHERE l.days > 30) AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN motcua.unit u ON u.code = l.unit GROUP BY l.unit, u.name;

CREATE VIEW motcua.v_freshness WITH (security_invoker = true) AS
SELECT s.name AS source, s.title, s.counts, to_timestamp(r.observed_at) AS last_run, r.outcome, r.message, r.expected, r.got,
       to_timestamp((SELECT MAX(c.observed_at) FROM motcua.run c WHERE c.source_id = s.id AND c.outcome = 'complete'))
           AS last_complete
FROM motcua.source s
LEFT JOIN LATERAL (SELECT * FROM motcua.run q WHERE q.source_id = s.id ORDER BY q.id DESC LIMIT 1) r ON true;

CREATE VIEW motcua.v_quality WITH (security_invoker = true) AS
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
FROM motcua.identity_break b JOIN motcua.sample_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from;

COMMENT ON TABLE motcua.count_sample IS 'Chuỗi số đếm theo thời gian (counters of a unit with all below it; unit ALL: the total; NULL: unknown from then on)';
COMMENT ON TABLE motcua.metric_sample IS 'Chuỗi tỷ lệ theo thời gian (metrics over time; ratio, score: 1/10000, as published)';
COMMENT ON COLUMN motcua.metric_sample.source_id IS '0: all counting sources together';
COMMENT ON TABLE motcua.metric_now IS 'The newest row of each key of metric_sample';
COMMENT ON TABLE motcua.sample_period IS 'The periods that are sampled: up to the runs of which turn, as at when';
COMMENT ON COLUMN motcua.sample_period.definitions IS 'Hash of what count_own depends on; 0: to be counted anew';
COMMENT ON COLUMN motcua.sample_period.tree IS 'Hash of what turns count_own into samples';
COMMENT ON TABLE motcua.count_own IS 'What each unit''s own dossiers gave in a sampled period: the counters in their order; unit '''': dossiers of no unit';
COMMENT ON TABLE motcua.identity_break IS 'Đẳng thức giữa các số đếm không đúng, theo lần tính mới nhất (identities that do not hold)';
COMMENT ON TABLE motcua.target IS 'Cam kết đã cấu hình, kèm tỷ lệ có số liệu (the configured commitments)';
COMMENT ON COLUMN motcua.target.target IS '1/10000: 85 % is 8500';
COMMENT ON COLUMN motcua.target.unit_kinds IS 'Kinds of units that it binds, a space around each; empty: all';
COMMENT ON TABLE motcua.sample_turn IS 'Counts up whenever runs are about to be sampled; one row';
COMMENT ON COLUMN motcua.run.sampled IS 'The turn in which the run''s changes went into the samples; 0: not yet; -1: pages came after it';
COMMENT ON COLUMN motcua.run.rejects_open IS 'Records of the source that could not be read, when the run had ended';
COMMENT ON COLUMN motcua.unit.known_from IS 'When a poll first named the unit; NULL: imported, or before there were samples';
COMMENT ON COLUMN motcua.dossier_history.replaced_by IS 'The run that replaced this version; NULL: before there were samples';
COMMENT ON VIEW motcua.v_clock IS 'Thời điểm của lần tính mới nhất, và hết ngày thứ Sáu gần nhất trước ngày đó (the newest evaluation; the end of the Friday before its day)';
COMMENT ON VIEW motcua.v_metric_now IS 'Tỷ lệ mới nhất của từng đơn vị, từng kỳ; is_current: kỳ hiện tại (newest value per unit, metric and period)';
COMMENT ON VIEW motcua.v_metric_last_friday IS 'Tỷ lệ như lần thu thập cuối của thứ Sáu trước (as the last poll of last Friday, or up to 6 days before, had it)';
COMMENT ON VIEW motcua.v_change IS 'Thay đổi so với thứ Sáu trước, cùng kỳ, điểm phần trăm (change since last Friday within the same period)';
COMMENT ON VIEW motcua.v_commitment IS 'Cam kết của từng đơn vị trong kỳ hiện tại: đạt hay không, còn thiếu bao nhiêu hồ sơ (unit ALL: the total)';
COMMENT ON VIEW motcua.v_league IS 'Bảng xếp hạng theo từng bộ cam kết (by published score, else commitments kept, then dossiers short)';
COMMENT ON VIEW motcua.v_overdue_ageing IS 'Hồ sơ đang giải quyết đã quá hạn, theo số ngày quá hạn (open overdue dossiers by begun days)';
COMMENT ON VIEW motcua.v_freshness IS 'Độ mới của từng nguồn số liệu (how fresh each source is)';
COMMENT ON VIEW motcua.v_quality IS 'Vấn đề chất lượng số liệu: lần thu thập không đủ, bản ghi không đọc được, đẳng thức không đúng';

-- A nation of samples: units x metrics, as polled once a day, straight into the tables of a migrated and otherwise empty store.
-- Run it as the owner of the tables: first with part = 0, which makes all but the samples; then with part = 1 .. parts, side by side.
--   psql -v units=3321 -v metrics=40 -v months=36 -v daily_weeks=999 -v parts=1 -v part=0 -f tests/scale/samples.sql DATABASE
--   psql ... -v parts=1 -v part=1 -f tests/scale/samples.sql DATABASE
-- The last daily_weeks weeks have a sample a day, what is older one each Friday; daily_weeks=999 is every day: 145 million rows and
-- about 35 GB for three years. Nothing in it is random: the same variables give the same rows. It ends on Friday 20/11/2026, 15:00.
\set ON_ERROR_STOP 1
SET search_path = motcua;
SET synchronous_commit = off;
SELECT :part = 0 AS is_start \gset

\if :is_start
INSERT INTO source (id, name, title, knows) VALUES (1, 'quoc-gia', 'Cổng mẫu', -1);
INSERT INTO run (source_id, id, observed_at, started_at, ended_at, outcome) VALUES (1, 1, 1795161600, 1795161600, 1795161601, 'complete');
INSERT INTO unit (code, name, kind) SELECT 'T' || lpad(p::text, 2, '0'), 'UBND tỉnh Mẫu ' || p, 'province' FROM generate_series(1, 34) p;
INSERT INTO unit (code, name, kind, parent)
SELECT 'X' || lpad(u::text, 5, '0'), 'UBND xã Mẫu ' || u, 'commune', 'T' || lpad((1 + u % 34)::text, 2, '0')
FROM generate_series(1, :units) u;
INSERT INTO unit_source (source_id, unit, dossiers) SELECT 1, code, 1 FROM unit WHERE kind = 'commune';
INSERT INTO target (set_name, position, title, metric, target, period_kind, unit_kinds)
SELECT 'mau', i, 'Cam kết ' || i, 'metric_' || lpad(i::text, 2, '0'), 5000 + 1000 * i, 'month', ' commune ' FROM generate_series(1, 4) i;

CREATE TABLE scale_pair AS
SELECT 'X' || lpad(u::text, 5, '0') COLLATE "C" AS unit, 'metric_' || lpad(m::text, 2, '0') COLLATE "C" AS metric,
       1 + (u * 7 + m * 13) % 9 AS share, u * 31 + m * 17 AS luck
FROM generate_series(1, :units) u, generate_series(1, :metrics) m;
CREATE TABLE scale_month AS
SELECT row_number() OVER (ORDER BY m) AS nth, m::date AS first, (m + interval '1 month')::date AS next,
       'metric_sample' || to_char(m, '_YYYY_MM') AS part
FROM generate_series(date_trunc('month', date '2026-11-20') - make_interval(months => :months - 1), date '2026-11-20', '1 month') m;
CREATE TABLE scale_day AS
SELECT m.nth, d::date AS day, extract(epoch FROM d)::bigint - 25200 + 54000 AS observed_at, extract(day FROM d)::integer AS count
FROM scale_month m, generate_series(m.first, LEAST(date '2026-11-20', m.next - 1), '1 day') d
WHERE extract(isodow FROM d) = 5 OR d > date '2026-11-20' - 7 * :daily_weeks;
INSERT INTO sample_period (period_kind, period_from, period_to, observed_at, turn, definitions, tree)
SELECT 'month', extract(epoch FROM first)::bigint - 25200, extract(epoch FROM next)::bigint - 25200,
       (SELECT MAX(observed_at) FROM scale_day d WHERE d.nth = m.nth), 1, 1, 1
FROM scale_month m;

-- A partition is filled, indexed, then attached: as fast as it goes. Rows lie in the order of time.
CREATE PROCEDURE scale_fill(which bigint) LANGUAGE plpgsql AS $$
DECLARE
    m motcua.scale_month := (SELECT s FROM motcua.scale_month s WHERE s.nth = which);
    from_at bigint := extract(epoch FROM m.first)::bigint - 25200;
    rows_of text := format('SELECT d.observed_at, %s, k.d - (p.luck + %s * d.count) %% (k.d / 3 + 1) AS n, k.d, p.unit, p.metric, ''month''
        FROM motcua.scale_day d CROSS JOIN motcua.scale_pair p CROSS JOIN LATERAL (SELECT (d.count * p.share)::bigint AS d OFFSET 0) k
        WHERE d.nth = %s', from_at, which, which);
BEGIN
    SET LOCAL enable_hashjoin = off;
    SET LOCAL enable_material = off;
    EXECUTE format('CREATE TABLE motcua.%I (LIKE motcua.metric_sample INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', m.part);
    EXECUTE format('INSERT INTO motcua.%I (observed_at, period_from, numerator, denominator, unit, metric, period_kind) %s', m.part, rows_of);
    EXECUTE format('CREATE UNIQUE INDEX ON motcua.%I (unit, metric, observed_at, period_kind, period_from, source_id)
        INCLUDE (numerator, denominator, ratio, score)', m.part);
    EXECUTE format('CREATE INDEX ON motcua.%I USING brin (observed_at)', m.part);
    EXECUTE format('ALTER TABLE motcua.metric_sample ATTACH PARTITION motcua.%I FOR VALUES FROM (%s) TO (%s)', m.part,
        from_at, extract(epoch FROM m.next)::bigint - 25200);
    EXECUTE format('INSERT INTO motcua.metric_now (observed_at, period_from, numerator, denominator, unit, metric, period_kind)
        SELECT * FROM (%s AND d.observed_at = (SELECT MAX(observed_at) FROM motcua.scale_day WHERE nth = %s)) r (a, b, c, d, unit, metric, kind)
        ORDER BY metric, unit', rows_of, which);
END
$$;
VACUUM ANALYZE scale_pair, scale_month, scale_day;
\else
SELECT format('CALL scale_fill(%s)', nth), format('VACUUM motcua.%I', part) FROM scale_month WHERE nth % :parts = :part - 1 ORDER BY nth \gexec
\endif

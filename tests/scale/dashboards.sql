-- What the dashboards read beside the samples of samples.sql, at the same volume: run after it, with the same `units`, and with `dossiers`.
--   psql -v units=3321 -v dossiers=1200000 -f tests/scale/dashboards.sql DATABASE
-- Weeks of the four metrics with a target for three years; totals of provinces; seven counters, as the newest poll and daily for 13 weeks
-- (the year, all units) and for each month and week of a year (provinces); one year of dossiers of a province's volume, spread over all
-- units; three years of daily polls of 34 sources; scores of 20 criteria where the store keeps scores.
\set ON_ERROR_STOP 1
SELECT set_config('scale.units', :'units', false), set_config('scale.dossiers', :'dossiers', false) \gset ignored_
SET search_path = motcua;
SET synchronous_commit = off;

INSERT INTO sample_period (period_kind, period_from, period_to, observed_at, turn, definitions, tree)
SELECT 'week', 1795161600 - 604800 * w, 1795161600 - 604800 * (w - 1), 1795161600 - 604800 * GREATEST(0, w - 1), 1, 1, 1 FROM generate_series(1, 156) w;
INSERT INTO sample_period (period_kind, period_from, period_to, observed_at, turn, definitions, tree) VALUES ('year', 1767200400, 1798736400, 1795161600, 1, 1, 1);

INSERT INTO metric_now (period_from, observed_at, numerator, denominator, metric, period_kind, unit)
SELECT 1795161600 - 604800 * w, 1795161600 - 604800 * (w - 1), 10 + (u * 31 + m * 17 + w) % 31, 40, 'metric_0' || m, 'week', 'X' || lpad(u::text, 5, '0')
FROM generate_series(1, 4) m, generate_series(1, 156) w, generate_series(1, current_setting('scale.units')::int) u;
INSERT INTO metric_now (period_from, observed_at, numerator, denominator, metric, period_kind, unit)
SELECT n.period_from, max(n.observed_at), sum(n.numerator), sum(n.denominator), n.metric, n.period_kind, COALESCE(u.parent, 'ALL')
FROM metric_now n JOIN unit u ON u.code = n.unit WHERE n.metric < 'metric_05' GROUP BY GROUPING SETS
  ((n.period_from, n.metric, n.period_kind, u.parent), (n.period_from, n.metric, n.period_kind));
INSERT INTO metric_sample (observed_at, period_from, numerator, denominator, unit, metric, period_kind)
SELECT s.observed_at, s.period_from, sum(s.numerator), sum(s.denominator), COALESCE(u.parent, 'ALL'), s.metric, s.period_kind
FROM metric_sample s JOIN unit u ON u.code = s.unit WHERE s.metric < 'metric_05' AND s.observed_at > 1795161600 - 366 * 86400
GROUP BY GROUPING SETS ((s.observed_at, s.period_from, s.metric, s.period_kind, u.parent), (s.observed_at, s.period_from, s.metric, s.period_kind));

CREATE TEMP TABLE counters AS SELECT * FROM unnest(ARRAY['received', 'finished', 'late', 'open', 'open_overdue', 'open_due_soon', 'waiting'])
  WITH ORDINALITY c (counter, i);
SELECT sample_month_make(at) FROM generate_series(1795161600 - 366 * 86400, 1795161600, 28 * 86400) at;
INSERT INTO count_sample (observed_at, period_from, value, unit, counter, period_kind)
SELECT 1795161600 - 86400 * d, p.starts, 100 * (8 - i) + (u.n * 7 + d * 3) % 90, u.code, c.counter, p.kind
FROM generate_series(0, 90) d, counters c, (SELECT code, row_number() OVER (ORDER BY code) AS n FROM unit) u,
     (VALUES ('year', 1767200400)) p (kind, starts);
INSERT INTO count_sample (observed_at, period_from, value, unit, counter, period_kind)
SELECT 1795161600, p.starts, 100 * (8 - i) + (u.n * 7) % 90, u.code, c.counter, p.kind
FROM counters c, (SELECT code, row_number() OVER (ORDER BY code) AS n FROM unit) u,
     (VALUES ('month', 1793466000), ('week', 1795161600 - 604800)) p (kind, starts);
INSERT INTO count_sample (observed_at, period_from, value, unit, counter, period_kind)
SELECT p.observed_at - 60, p.period_from, 1000 + i * 10, u.code, c.counter, p.period_kind
FROM sample_period p, counters c, unit u WHERE u.kind = 'province' AND p.period_kind IN ('month', 'week') AND p.observed_at > 1795161600 - 360 * 86400;

INSERT INTO dossier (source_id, key, unit, sector, status, received_at, due_at, finished_at, content_hash, known_from, first_seen, run_id)
SELECT 1, 'H' || i, 'X' || lpad((1 + i % current_setting('scale.units')::int)::text, 5, '0'), 'L' || lpad((i % 40)::text, 2, '0'),
       CASE WHEN f.done THEN 10 ELSE 4 END, r.at, r.at + 864000, CASE WHEN f.done THEN r.at + 3600 * (1 + (i::bigint * 7919) % 400) END, i, 0, 0, 1
FROM generate_series(1, current_setting('scale.dossiers')::int) i,
     LATERAL (SELECT 1795161600 - 365 * 86400 + (i * (365 * 86400.0 / current_setting('scale.dossiers')::int))::bigint AS at) r,
     LATERAL (SELECT r.at + 3600 * (1 + (i::bigint * 7919) % 400) < 1795161600 AND i % 200 <> 0 AS done) f;

INSERT INTO source (id, name, title, knows) SELECT 100 + s, 'nguon-' || s, 'Nguồn ' || s, -1 FROM generate_series(1, 33) s;
INSERT INTO run (source_id, id, observed_at, started_at, ended_at, expected, got, new_rows, changed, unchanged, bytes, pages, milliseconds, outcome, rejects_open)
SELECT s.id, 1000 + d * 200 + s.id, t.at, t.at, t.at + 30, 5000, 5000 - CASE WHEN d % 97 = 0 THEN 100 ELSE 0 END, 100, 200, 4700, 4000000, 10, 3000 + d,
       CASE WHEN d % 97 = 0 THEN 'partial' ELSE 'complete' END, d % 5
FROM source s, generate_series(0, 1095) d, LATERAL (SELECT 1795161600 - 86400 * (1095 - d) AS at) t;

DO $$
BEGIN
    IF to_regclass('motcua.score_sample') IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO score_ruleset (ruleset, title, version, period_kind, document, remedy_to, remedy_before) VALUES ('mau', 'Bộ mẫu', '1', 'year', 'QĐ', 'Sở', 1798736400);
    INSERT INTO score_period VALUES ('mau', 'year', 1767200400, 1798736400, 1795161600, 1);
    INSERT INTO score_criterion (ruleset, criterion, position, parent, area, depth, parts, title, assumed)
    SELECT 'mau', CASE WHEN i = 0 THEN 'TOTAL' WHEN i <= 4 THEN 'A' || i ELSE 'A' || (1 + i % 4) || '.' || i END, i, CASE WHEN i > 4 THEN 'A' || (1 + i % 4) WHEN i > 0 THEN 'TOTAL' END,
           CASE WHEN i > 4 THEN 'A' || (1 + i % 4) WHEN i > 0 THEN 'A' || i END, CASE WHEN i = 0 THEN 0 WHEN i <= 4 THEN 1 ELSE 2 END,
           CASE WHEN i <= 4 THEN 4 ELSE 0 END, 'Tiêu chí ' || i, 0 FROM generate_series(0, 20) i;
    INSERT INTO score_now (period_from, observed_at, points, maximum, known, missing, place, places, unit, ruleset, criterion, period_kind, version, cause)
    SELECT 1767200400, 1795161600, 70000 + (u.n * 37 + k.position) % 30000, 100000, 100000, 0, CASE WHEN k.depth = 0 THEN u.n END, CASE WHEN k.depth = 0 THEN 3321 END,
           u.code, 'mau', k.criterion, 'year', '1', 'mất điểm' FROM score_criterion k, (SELECT code, row_number() OVER (ORDER BY code) AS n FROM unit WHERE kind = 'commune') u;
    INSERT INTO score_sample (observed_at, period_from, points, maximum, known, missing, place, places, unit, ruleset, criterion, period_kind, version)
    SELECT 1795161600 - 86400 * d, 1767200400, 70000 + (d * 37) % 30000, 100000, 100000, 0, 1 + d % 3, 3321, u.code, 'mau', k.criterion, 'year', '1'
    FROM score_criterion k, unit u, generate_series(0, 360, 7) d WHERE k.depth <= 1 AND u.kind = 'commune';
    INSERT INTO remedy_due SELECT 'mau', 'year', 1767200400, code, 1795161600, 'dưới 75 %' FROM unit WHERE kind = 'commune' AND right(code, 1) = '7';
END
$$;
VACUUM (ANALYZE) metric_now;
VACUUM (ANALYZE) metric_sample;
VACUUM (ANALYZE) count_sample;
VACUUM (ANALYZE) dossier;
VACUUM (ANALYZE) run;
VACUUM (ANALYZE) sample_period;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['score_now', 'score_sample', 'score_period', 'score_criterion'] LOOP
        IF to_regclass('motcua.' || name) IS NOT NULL THEN
            EXECUTE 'ANALYZE motcua.' || name;
        END IF;
    END LOOP;
END
$$;

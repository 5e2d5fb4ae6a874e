-- A nation of samples: units x metrics, as polled once a day, straight into the tables of a migrated and otherwise empty store.
-- Run it as the owner of the tables.
--   psql -v units=3321 -v metrics=40 -v months=36 -v daily_weeks=12 -f tests/scale/samples.sql DATABASE
-- The last daily_weeks weeks have a sample a day, what is older one each Friday; daily_weeks=999 is every day: 145 million rows and
-- about 30 GB for three years. Nothing in it is random: the same variables give the same rows. It ends on Friday 20/11/2026, 15:00.
\set ON_ERROR_STOP 1
SELECT set_config('scale.units', :'units', false), set_config('scale.metrics', :'metrics', false),
       set_config('scale.months', :'months', false), set_config('scale.daily_weeks', :'daily_weeks', false) \gset ignored_
SET search_path = motcua;
SET synchronous_commit = off;

INSERT INTO source (id, name, title, knows) VALUES (1, 'quoc-gia', 'Cổng mẫu', -1);
INSERT INTO run (source_id, id, observed_at, started_at, ended_at, outcome) VALUES (1, 1, 1795161600, 1795161600, 1795161601, 'complete');
INSERT INTO unit (code, name, kind) SELECT 'T' || lpad(p::text, 2, '0'), 'UBND tỉnh Mẫu ' || p, 'province' FROM generate_series(1, 34) p;
INSERT INTO unit (code, name, kind, parent)
SELECT 'X' || lpad(u::text, 5, '0'), 'UBND xã Mẫu ' || u, 'commune', 'T' || lpad((1 + u % 34)::text, 2, '0')
FROM generate_series(1, current_setting('scale.units')::int) u;
INSERT INTO unit_source (source_id, unit, dossiers) SELECT 1, code, 1 FROM unit WHERE kind = 'commune';
INSERT INTO target (set_name, position, title, metric, target, period_kind, unit_kinds)
SELECT 'mau', i, 'Cam kết ' || i, 'metric_' || lpad(i::text, 2, '0'), 5000 + 1000 * i, 'month', ' commune ' FROM generate_series(1, 4) i;

-- A partition is filled, then attached, which makes its indexes: as fast as it goes. Rows lie in the order of time.
DO $$
DECLARE
    until date := '2026-11-20';
    first date;
    month date;
    day date;
    part text;
    last_at bigint;
BEGIN
    first := date_trunc('month', until) - make_interval(months => current_setting('scale.months')::int - 1);
    FOR month IN SELECT generate_series(first, until, '1 month') LOOP
        part := 'metric_sample' || to_char(month, '_YYYY_MM');
        EXECUTE format('CREATE TABLE motcua.%I (LIKE motcua.metric_sample INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
        FOR day IN SELECT d FROM generate_series(month, LEAST(until, (month + interval '1 month' - interval '1 day')::date), '1 day') d
                   WHERE extract(isodow FROM d) = 5 OR d > until - 7 * current_setting('scale.daily_weeks')::int
                   ORDER BY d
        LOOP
            last_at := extract(epoch FROM day)::bigint - 25200 + 54000;
            EXECUTE format('INSERT INTO motcua.%I (observed_at, period_from, numerator, denominator, unit, metric, period_kind)
                SELECT %s, %s, k.d - (u * 31 + m * 17 + %s) %% (k.d / 3 + 1), k.d, ''X'' || lpad(u::text, 5, ''0''),
                       ''metric_'' || lpad(m::text, 2, ''0''), ''month''
                FROM generate_series(1, %s) u, generate_series(1, %s) m, LATERAL (SELECT %s * (1 + (u * 7 + m * 13) %% 9) AS d) k',
                part, last_at, extract(epoch FROM month)::bigint - 25200, extract(doy FROM day),
                current_setting('scale.units'), current_setting('scale.metrics'), extract(day FROM day));
        END LOOP;
        EXECUTE format('INSERT INTO motcua.metric_now (period_from, observed_at, numerator, denominator, metric, period_kind, unit)
            SELECT period_from, observed_at, numerator, denominator, metric, period_kind, unit FROM motcua.%I WHERE observed_at = %s
            ORDER BY metric, period_kind, period_from, unit', part, last_at);
        EXECUTE format('ALTER TABLE motcua.metric_sample ATTACH PARTITION motcua.%I FOR VALUES FROM (%s) TO (%s)', part,
            extract(epoch FROM month)::bigint - 25200, extract(epoch FROM month + interval '1 month')::bigint - 25200);
        INSERT INTO motcua.sample_period (period_kind, period_from, period_to, observed_at, turn, definitions, tree)
        VALUES ('month', extract(epoch FROM month)::bigint - 25200, extract(epoch FROM month + interval '1 month')::bigint - 25200, last_at, 1, 1, 1);
        COMMIT;
        EXECUTE 'SET search_path = motcua';
    END LOOP;
END
$$;
VACUUM (ANALYZE) motcua.metric_sample;
VACUUM (ANALYZE) motcua.metric_now;
VACUUM (ANALYZE) motcua.unit;
VACUUM (ANALYZE) motcua.unit_source;
VACUUM (ANALYZE) motcua.sample_period;

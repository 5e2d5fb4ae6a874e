-- What a store of many sources needs, on one server or distributed (motcua db distribute).

-- Missing dossiers are counted once for all sources: a correlated subquery over dossiers from another table cannot be answered
-- where these are distributed.
CREATE OR REPLACE VIEW motcua.v_freshness WITH (security_invoker = true) AS
WITH gone AS MATERIALIZED (SELECT source, COUNT(*) AS n FROM motcua.v_missing GROUP BY source)
SELECT s.name AS source, s.title, s.counts, to_timestamp(r.observed_at) AS last_run, r.outcome, r.message, r.expected, r.got,
       to_timestamp((SELECT MAX(c.observed_at) FROM motcua.run c WHERE c.source_id = s.id AND c.outcome = 'complete'))
           AS last_complete,
       to_timestamp((SELECT MAX(c.observed_at) FROM motcua.run c WHERE c.source_id = s.id AND c.missing IS NOT NULL))
           AS last_sweep,
       COALESCE((SELECT m.n FROM gone m WHERE m.source = s.name), 0) AS missing
FROM motcua.source s
LEFT JOIN LATERAL (SELECT * FROM motcua.run q WHERE q.source_id = s.id ORDER BY q.id DESC LIMIT 1) r ON true;

-- When a dossier ended is asked of this expression, of which the server else knows nothing: it then expects one row in a thousand
-- where a third come, and sorts them on the disk. Not on a distributed store: statistics of an expression are not for shards.
DO $$
BEGIN
    IF to_regclass('pg_catalog.pg_dist_partition') IS NULL THEN
        CREATE STATISTICS motcua.dossier_ended ON (COALESCE(finished_at, returned_at)) FROM motcua.dossier;
    END IF;
END
$$;

-- A table of samples that is none of partitions (an administrator made a hypertable of it) is left alone.
CREATE OR REPLACE FUNCTION motcua.sample_month_make(at bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    month timestamp := date_trunc('month', to_timestamp(at + 25200) AT TIME ZONE 'UTC');
    parent text;
    child text;
BEGIN
    FOR i IN 0..1 LOOP
        FOR parent IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                      WHERE n.nspname = 'motcua' AND c.relkind = 'p'
                      AND c.relname IN ('count_sample', 'metric_sample', 'score_sample') ORDER BY c.relname LOOP
            child := parent || to_char(month + i * interval '1 month', '_YYYY_MM');
            CONTINUE WHEN EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                  WHERE n.nspname = 'motcua' AND c.relname = child);
            EXECUTE format('LOCK TABLE motcua.%I IN SHARE UPDATE EXCLUSIVE MODE', parent);
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

-- An advisory lock may be taken by any login of the database, so that one could stop collection for ever. Whoever makes partitions
-- takes the lock that attaching them takes anyway: it lets reading and writing go on, and a right to read does not allow it.
CREATE OR REPLACE FUNCTION motcua.sample_month_make(at bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    month timestamp := date_trunc('month', to_timestamp(at + 25200) AT TIME ZONE 'UTC');
    parent text;
    child text;
BEGIN
    FOR i IN 0..1 LOOP
        FOREACH parent IN ARRAY ARRAY['count_sample', 'metric_sample', 'score_sample'] LOOP
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

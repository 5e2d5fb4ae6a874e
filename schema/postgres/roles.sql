-- The roles of a store in PostgreSQL: run by 'motcua db roles', or by an administrator: motcua db roles --print | psql DATABASE
--
--   motcua_writer      collects: reads and writes rows, makes, changes and drops nothing
--   motcua_look        reads all tables and views, writes nothing: for motcua status, report and whatever else only reads
--   motcua_reader      dashboards: the views motcua.v_* and nothing else (on a distributed store: also the tables that they need)
--   motcua_unit        what the roles of single units have in common; by itself it sees no row of any unit
--   motcua_unit_CODE   one unit and all below it: tables and the views of schema motcua_unit, by row-level security
--
-- They cannot log in: GRANT one of them to the role that does. Running it again changes only what is to be changed.
-- Policies hold the units as constants, one policy for each role: no subquery and no session setting, which Citus would not
-- carry to its workers. Views of schema motcua read with the rights of their owner, so that motcua_reader needs no table;
-- schema motcua_unit has the same views with the rights of who asks (security_invoker), so that policies apply.

LOCK TABLE motcua.migration IN SHARE ROW EXCLUSIVE MODE; -- as migrations take it; whoever only reads cannot
SET LOCAL client_min_messages = warning;
SET LOCAL citus.multi_shard_modify_mode = 'sequential'; -- else rights and policies of a distributed table are not set in one transaction
SET LOCAL search_path = pg_catalog;

CREATE TEMP TABLE motcua_asked ON COMMIT DROP AS
SELECT {units}::text[] AS units, {prune}::boolean AS prune, false AS distributed;

-- A distributed store has no roles of units: a role with row policies that joins a distributed table with a local one ends the
-- server's process (Citus 13.2). Rights of a view's owner do not reach the shards: the reader reads the tables itself there.
DO $$
BEGIN
    IF to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL THEN
        EXECUTE 'UPDATE pg_temp.motcua_asked SET distributed = EXISTS'
                ' (SELECT FROM pg_catalog.pg_dist_partition WHERE logicalrelid = ''motcua.dossier''::regclass)';
    END IF;
    IF EXISTS (SELECT FROM pg_temp.motcua_asked WHERE distributed AND units IS NOT NULL) THEN
        RAISE EXCEPTION 'a distributed store has no roles of single units' USING ERRCODE = '0A000';
    END IF;
END
$$;

-- H99.22.01 becomes motcua_unit_h99_22_01; a code of other letters, or a long one, gets a part of its hash behind it.
CREATE TEMP TABLE motcua_role ON COMMIT DROP AS
WITH RECURSIVE tree AS (
    SELECT u.code AS top, u.code FROM motcua.unit u, pg_temp.motcua_asked a
    WHERE NOT a.distributed AND (u.code = ANY (a.units) OR (a.units IS NULL AND u.kind = 'commune'))
    UNION
    SELECT t.top, u.code FROM tree t JOIN motcua.unit u ON u.parent = t.code
)
SELECT 'motcua_unit_' || left(lower(regexp_replace(top COLLATE "C", '[^A-Za-z0-9]', '_', 'g')), 40) ||
       CASE WHEN top COLLATE "C" ~ '^[A-Z0-9.]{1,40}$' THEN '' ELSE '_' || left(md5(top), 10) END AS name,
       top, array_agg(code ORDER BY code) AS units
FROM tree GROUP BY top;

-- Roles are each server's own. One that was here before the store was distributed, or that another database of this server made, is
-- unknown on the workers, and no right of it can be set there: they are told. On connections of their own: before any role is made here.
DO $$
DECLARE
    r record;
BEGIN
    IF NOT (SELECT distributed FROM pg_temp.motcua_asked) THEN
        RETURN;
    END IF;
    FOR r IN SELECT rolname AS name FROM pg_roles WHERE rolname IN ('motcua_writer', 'motcua_reader', 'motcua_look', 'motcua_unit') LOOP
        EXECUTE 'SELECT $1 AS name, nodename, nodeport, result FROM run_command_on_workers(format($w$DO $d$ BEGIN'
                ' PERFORM set_config(''citus.enable_ddl_propagation'', ''off'', true);'
                ' IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = %L) THEN CREATE ROLE %I NOLOGIN; END IF; END $d$ $w$, $1, $1))'
                ' WHERE NOT success LIMIT 1' INTO r USING r.name;
        IF r.nodename IS NOT NULL THEN
            RAISE EXCEPTION 'role % on worker %:%: %', r.name, r.nodename, r.nodeport, r.result USING ERRCODE = '42501';
        END IF;
    END LOOP;
END
$$;

DO $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT g.name, g.told FROM (VALUES ('motcua_writer', 'motcua: collects'), ('motcua_reader', 'motcua: reads views'),
                                         ('motcua_look', 'motcua: reads all'),
                                         ('motcua_unit', 'motcua: what roles of units have in common')) AS g (name, told)
             UNION ALL SELECT name, 'motcua: unit ' || top FROM pg_temp.motcua_role
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r.name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', r.name);
            EXECUTE format('COMMENT ON ROLE %I IS %L', r.name, r.told);
        ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = r.name AND (rolsuper OR rolbypassrls)) THEN
            RAISE EXCEPTION 'role % is a superuser or may bypass row-level security', r.name USING ERRCODE = '42501';
        END IF;
        IF r.name LIKE 'motcua\_unit\_%' AND NOT pg_has_role(r.name, 'motcua_unit', 'MEMBER') THEN
            EXECUTE format('GRANT motcua_unit TO %I', r.name);
        END IF;
    END LOOP;
END
$$;

-- Tables that the reader of a distributed store reads itself: all that stand behind its views, for one query may ask several.
CREATE TEMP TABLE motcua_needed ON COMMIT DROP AS
WITH RECURSIVE uses AS (
    SELECT DISTINCT r.ev_class AS view, d.refobjid AS used FROM pg_rewrite r
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
    WHERE d.refobjid <> r.ev_class
), reads AS (
    SELECT view, used FROM uses
    UNION
    SELECT r.view, u.used FROM reads r JOIN uses u ON u.view = r.used
)
SELECT DISTINCT c.relname AS name FROM reads r
JOIN pg_class v ON v.oid = r.view AND v.relname LIKE 'v\_%' AND v.relnamespace = 'motcua'::regnamespace
JOIN pg_class c ON c.oid = r.used AND c.relkind IN ('r', 'p') AND c.relnamespace = 'motcua'::regnamespace;

-- Tables. Those with a unit show a role its units; those named below are the same for all; the others show units no row.
DO $$
DECLARE
    t record;
    r record;
    wanted record;
BEGIN
    FOR t IN SELECT c.oid, c.relname, c.relrowsecurity,
                    CASE WHEN c.relname = 'unit' THEN 'code'
                         WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'unit' AND NOT a.attisdropped)
                         THEN 'unit' END AS unit_column
             FROM pg_class c WHERE c.relnamespace = 'motcua'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
             AND c.relname <> 'migration' ORDER BY c.relname
    LOOP
        IF NOT t.relrowsecurity THEN
            EXECUTE format('ALTER TABLE motcua.%I ENABLE ROW LEVEL SECURITY', t.relname);
        END IF;
        -- A policy's definition is kept as its comment: one that is the same is left alone, and so its table is not locked.
        FOR wanted IN
            SELECT 'motcua_writer' AS name, 'FOR ALL TO motcua_writer USING (true) WITH CHECK (true)' AS definition
            UNION ALL
            SELECT 'motcua_look', 'FOR SELECT TO motcua_look USING (true)'
            UNION ALL
            SELECT 'motcua_unit', 'FOR SELECT TO motcua_unit USING (true)' 
            WHERE t.relname IN ('source', 'run', 'catalogue', 'sample_period', 'target', 'score_ruleset', 'score_criterion', 'score_period')
            AND NOT (SELECT distributed FROM pg_temp.motcua_asked)
            UNION ALL
            SELECT 'motcua_reader', 'FOR SELECT TO motcua_reader USING (true)'
            WHERE (SELECT distributed FROM pg_temp.motcua_asked)
            AND t.relname IN (SELECT name FROM pg_temp.motcua_needed)
            UNION ALL
            SELECT m.name, format('FOR SELECT TO %I USING (%I = ANY (%L::text[]))', m.name, t.unit_column, m.units)
            FROM pg_temp.motcua_role m WHERE t.unit_column IS NOT NULL
        LOOP
            SELECT p.oid, obj_description(p.oid, 'pg_policy') AS definition INTO r
            FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = wanted.name;
            CONTINUE WHEN r.definition = wanted.definition;
            IF r.oid IS NOT NULL THEN
                EXECUTE format('DROP POLICY %I ON motcua.%I', wanted.name, t.relname);
            END IF;
            EXECUTE format('CREATE POLICY %I ON motcua.%I %s', wanted.name, t.relname, wanted.definition);
            EXECUTE format('COMMENT ON POLICY %I ON motcua.%I IS %L', wanted.name, t.relname, wanted.definition);
        END LOOP;
    END LOOP;
END
$$;

-- Views: those of motcua for the reader, their copies in motcua_unit for the units.
DO $$
DECLARE
    v record;
    same boolean;
    body text;
BEGIN
    IF to_regnamespace('motcua_unit') IS NULL THEN
        CREATE SCHEMA motcua_unit;
        COMMENT ON SCHEMA motcua_unit IS 'Như motcua.v_*, mỗi đơn vị chỉ thấy số liệu của mình (the views of motcua, for one unit each)';
    END IF;
    CREATE TEMP TABLE motcua_view ON COMMIT DROP AS
    WITH RECURSIVE uses AS (
        SELECT DISTINCT r.ev_class AS view, d.refobjid AS used FROM pg_rewrite r
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
        WHERE d.refobjid <> r.ev_class
    ), level AS (
        SELECT c.oid, 0 AS depth FROM pg_class c WHERE c.relnamespace = 'motcua'::regnamespace AND c.relkind = 'v'
        UNION
        SELECT u.view, l.depth + 1 FROM level l JOIN uses u ON u.used = l.oid
    )
    SELECT c.oid, c.relname, max(l.depth) AS depth,
           COALESCE(c.reloptions @> ARRAY['security_invoker=true'], false) AS invoker
    FROM level l JOIN pg_class c ON c.oid = l.oid WHERE c.relnamespace = 'motcua'::regnamespace
    GROUP BY c.oid, c.relname, c.reloptions;

    SET LOCAL search_path = motcua_unit, motcua, pg_catalog;
    -- compared as text, each seen from its own schema: what names another view means the one beside it
    SELECT count(*) = count(c.oid) AND bool_and(pg_get_viewdef(c.oid) =
           replace(pg_get_viewdef(w.oid), 'motcua.', '')) INTO same
    FROM pg_temp.motcua_view w
    LEFT JOIN pg_class c ON c.relname = w.relname AND c.relnamespace = 'motcua_unit'::regnamespace AND c.relkind = 'v';
    IF NOT COALESCE(same, true) THEN
        FOR v IN SELECT c.relname FROM pg_class c LEFT JOIN pg_temp.motcua_view w ON w.relname = c.relname
                 WHERE c.relnamespace = 'motcua_unit'::regnamespace AND c.relkind = 'v' ORDER BY w.depth DESC NULLS FIRST, c.oid DESC
        LOOP
            EXECUTE format('DROP VIEW motcua_unit.%I', v.relname);
        END LOOP;
        FOR v IN SELECT w.oid, w.relname FROM pg_temp.motcua_view w ORDER BY w.depth, w.oid LOOP
            -- the original, as if there were no other schema: names of views then find those made before it
            SET LOCAL search_path = motcua, pg_catalog;
            body := pg_get_viewdef(v.oid);
            SET LOCAL search_path = motcua_unit, motcua, pg_catalog;
            EXECUTE format('CREATE VIEW motcua_unit.%I WITH (security_invoker = true) AS %s', v.relname, body);
        END LOOP;
    END IF;
    SET LOCAL search_path = pg_catalog;
    FOR v IN SELECT relname FROM pg_temp.motcua_view WHERE invoker LOOP
        EXECUTE format('ALTER VIEW motcua.%I RESET (security_invoker)', v.relname);
    END LOOP;
END
$$;

-- Roles of units that are no longer wanted. One that something else needs (another database) keeps nothing here and is told.
DO $$
DECLARE
    r record;
BEGIN
    IF NOT (SELECT prune FROM pg_temp.motcua_asked) THEN
        RETURN;
    END IF;
    FOR r IN SELECT p.polname, c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
             WHERE c.relnamespace = 'motcua'::regnamespace AND p.polname LIKE 'motcua\_unit\_%'
             AND p.polname NOT IN (SELECT name FROM pg_temp.motcua_role)
    LOOP
        EXECUTE format('DROP POLICY %I ON motcua.%I', r.polname, r.relname);
    END LOOP;
    FOR r IN SELECT a.rolname FROM pg_roles a
             WHERE a.rolname LIKE 'motcua\_unit\_%' AND a.rolname NOT IN (SELECT name FROM pg_temp.motcua_role)
             AND shobj_description(a.oid, 'pg_authid') LIKE 'motcua: unit %'
    LOOP
        BEGIN
            EXECUTE format('DROP ROLE %I', r.rolname);
        EXCEPTION WHEN dependent_objects_still_exist THEN
            RAISE WARNING 'role % is still needed elsewhere and stays', r.rolname;
        END;
    END LOOP;
END
$$;

-- Rights: these, and nobody else any. They come last: a role that is new has none before its policies are there, and vacuum, which
-- waits for whoever changes rights on a table, never waits for one that still waits for the table.
REVOKE ALL ON SCHEMA motcua FROM PUBLIC, motcua_writer, motcua_reader, motcua_look, motcua_unit;
REVOKE ALL ON SCHEMA motcua_unit FROM PUBLIC, motcua_writer, motcua_reader, motcua_look, motcua_unit;
REVOKE ALL ON ALL TABLES IN SCHEMA motcua FROM PUBLIC, motcua_writer, motcua_reader, motcua_look, motcua_unit;
GRANT USAGE ON SCHEMA motcua TO motcua_writer, motcua_reader, motcua_look, motcua_unit;
GRANT USAGE ON SCHEMA motcua_unit TO motcua_unit;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA motcua TO motcua_writer;
REVOKE ALL ON ALL TABLES IN SCHEMA motcua_unit FROM motcua_unit;
DO $$
DECLARE
    t record;
    distributed boolean := (SELECT a.distributed FROM pg_temp.motcua_asked a);
BEGIN
    IF NOT distributed THEN
        GRANT SELECT ON ALL TABLES IN SCHEMA motcua_unit TO motcua_unit;
    END IF;
    FOR t IN SELECT relname, relkind FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind IN ('r', 'p', 'v')
             AND NOT relispartition ORDER BY relname
    LOOP
        IF t.relkind = 'v' OR t.relname = 'migration' THEN
            EXECUTE format('GRANT SELECT ON motcua.%I TO motcua_writer', t.relname);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON motcua.%I TO motcua_writer', t.relname);
        END IF;
        IF t.relname IN ('account', 'login_session') THEN
            CONTINUE; -- hashes of passwords and of logins are the writer's alone
        END IF;
        EXECUTE format('GRANT SELECT ON motcua.%I TO motcua_look', t.relname);
        IF t.relkind <> 'v' AND distributed THEN
            IF t.relname IN (SELECT name FROM pg_temp.motcua_needed) THEN
                EXECUTE format('GRANT SELECT ON motcua.%I TO motcua_reader', t.relname);
            END IF;
        ELSIF t.relkind <> 'v' THEN
            EXECUTE format('GRANT SELECT ON motcua.%I TO motcua_unit', t.relname);
        ELSIF t.relname LIKE 'v\_%' THEN
            EXECUTE format('GRANT SELECT ON motcua.%I TO motcua_reader', t.relname);
        END IF;
    END LOOP;
END
$$;

-- Functions: who may ask the views may call what they call. Of those that act with their owner's rights the writer has the one
-- that makes partitions ahead; to drop any is the owner's.
DO $$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT p.oid::regprocedure AS name, p.prosecdef,
                    CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS kind
             FROM pg_proc p WHERE p.pronamespace = 'motcua'::regnamespace
    LOOP
        EXECUTE format('REVOKE ALL ON %s %s FROM PUBLIC, motcua_writer, motcua_reader, motcua_look, motcua_unit', f.kind, f.name);
        IF NOT f.prosecdef THEN
            EXECUTE format('GRANT EXECUTE ON %s %s TO motcua_writer, motcua_reader, motcua_look, motcua_unit', f.kind, f.name);
        ELSIF f.name = to_regprocedure('motcua.sample_month_make(bigint)') THEN
            EXECUTE format('GRANT EXECUTE ON %s %s TO motcua_writer', f.kind, f.name);
        END IF;
    END LOOP;
END
$$;

-- Logins that only read are bounded, each setting where the administrator has made none for it, in this database: what they ask for
-- ends by itself, and what they leave open does. (A setting of a role that cannot log in reaches nobody.) A login can change these
-- settings for itself: what it then holds delays a change of the schema, which waits with manners, and nothing else.
DO $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT g.rolname, w.name, w.value, current_database() AS here
        FROM pg_roles g CROSS JOIN (VALUES ('statement_timeout', '60s'), ('idle_in_transaction_session_timeout', '60s'),
                                           ('lock_timeout', '10s'), ('default_transaction_read_only', 'on')) AS w (name, value)
        WHERE g.rolcanlogin AND NOT g.rolsuper AND g.rolname <> current_user
          AND (pg_has_role(g.oid, 'motcua_reader', 'MEMBER') OR pg_has_role(g.oid, 'motcua_look', 'MEMBER')
               OR pg_has_role(g.oid, 'motcua_unit', 'MEMBER'))
          AND NOT pg_has_role(g.oid, 'motcua_writer', 'MEMBER')
          AND NOT has_schema_privilege(g.oid, 'motcua', 'CREATE')
          AND NOT EXISTS (SELECT FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS one
                          WHERE s.setrole = g.oid AND one LIKE w.name || '=%'
                            AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))
        ORDER BY g.rolname, w.name
    LOOP
        BEGIN
            EXECUTE format('ALTER ROLE %I IN DATABASE %I SET %I = %L', r.rolname, r.here, r.name, r.value);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE WARNING 'role % is another''s: let an administrator set its %', r.rolname, r.name;
        END;
    END LOOP;
END
$$;
